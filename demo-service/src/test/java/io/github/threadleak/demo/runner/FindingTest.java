package io.github.threadleak.demo.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.threadleak.demo.LeakSite;
import io.github.threadleak.demo.Scenario;
import io.github.threadleak.demo.Wait;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FindingTest {
  private static final Expected FORTY = new Expected(40, 40);
  private static final PoolList POOLS =
      PoolList.parse(Dumps.poolsJson(Scenario.POOL_PER_REQUEST.leakSites()));

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void acceptsEveryScenarioWhoseLinesAreNamed(Scenario scenario) {
    Dumps dumps = new Dumps().unknown(12).spawned(200, "org.eclipse.jetty.Pool.grow(Pool.java:9)");
    for (LeakSite site : scenario.leakSites()) {
      dumps.leaked(40, site);
    }
    Finding finding = find(scenario, dumps.dump(), POOLS);
    assertThat(finding.problems()).isEmpty();
    assertThat(finding.lines()).allSatisfy(line -> assertThat(line.seen()).isEqualTo(40));
  }

  @ParameterizedTest
  @EnumSource(value = Scenario.class, mode = EnumSource.Mode.EXCLUDE, names = "DEDUP_CACHE")
  void refusesALeakThatIsNotNamed(Scenario scenario) {
    Finding finding = find(scenario, new Dumps().unknown(40).dump(), POOLS);
    assertThat(finding.problems()).hasSameSizeAs(scenario.leakSites());
    assertThat(finding.problems().get(0)).startsWith("the agent does not name ");
  }

  @Test
  void refusesTheNextLineInTheRightMethod() {
    LeakSite site = Scenario.FAN_OUT.leakSites().get(0);
    Frame right = Frame.parse(Dumps.culprit(site)).orElseThrow();
    String wrong = Dumps.culprit(site.type(), site.method(), right.line() + 1);
    assertThat(find(Scenario.FAN_OUT, new Dumps().spawned(40, wrong).dump(), POOLS).problems())
        .containsExactly(
            "the agent does not name " + site,
            "40 threads of the leaking variant are blamed on " + wrong);
  }

  @Test
  void refusesTheRightLineInTheWrongMethod() {
    LeakSite site = Scenario.AUDIT_LOG.leakSites().get(0);
    String wrong = Dumps.culprit(site).replace(".record(", ".lambda$record$0(");
    assertThat(problems(Scenario.AUDIT_LOG, new Dumps().spawned(40, wrong))).isNotEmpty();
  }

  @Test
  void refusesAWrongCount() {
    LeakSite site = Scenario.AUDIT_LOG.leakSites().get(0);
    assertThat(problems(Scenario.AUDIT_LOG, new Dumps().leaked(39, site)))
        .containsExactly("expected 40 threads, seen 39 at " + site);
  }

  @Test
  void refusesAMissingHeartbeat() {
    List<LeakSite> sites = Scenario.NOTIFICATIONS.leakSites();
    assertThat(problems(Scenario.NOTIFICATIONS, new Dumps().leaked(40, sites.get(0))))
        .containsExactly("the agent does not name " + sites.get(1));
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void refusesAFixThatLeaks(Scenario scenario) {
    Dumps dumps = new Dumps();
    scenario.leakSites().forEach(site -> dumps.leaked(40, site));
    String line = Dumps.culprit(scenario.fixed(), "anything", 1);
    int allowed = scenario.steadyThreads();
    if (allowed > 0) {
      dumps.spawned(allowed, line);
    }
    assertThat(problems(scenario, dumps)).isEmpty();
    dumps.spawned(
        1, line.replace(scenario.fixed().getName(), scenario.fixed().getName() + "$Inner"));
    assertThat(problems(scenario, dumps))
        .containsExactly(
            "the fixed variant holds "
                + (allowed + 1)
                + " threads, and may hold "
                + allowed
                + " at most");
  }

  @Test
  void refusesAControlThatIsAccused() {
    String line = Dumps.culprit(Scenario.DEDUP_CACHE.leaking(), "answer", 24);
    assertThat(problems(Scenario.DEDUP_CACHE, new Dumps().spawned(1, line)))
        .containsExactly("1 threads of the leaking variant are blamed on " + line);
  }

  private static Stream<Arguments> leakSites() {
    return Arrays.stream(Scenario.values())
        .flatMap(scenario -> scenario.leakSites().stream().map(site -> arguments(scenario, site)));
  }

  @ParameterizedTest
  @MethodSource("leakSites")
  void refusesAWrongReason(Scenario scenario, LeakSite site) {
    Wait waits = site.waits();
    String blocker = waits.blocker().map(Class::getName).orElse("");
    assertThat(problemsAt(site, scenario, dumps -> dumps.leaked(40, site, "park", blocker, 40)))
        .singleElement(STRING)
        .startsWith("expected " + waits.reason())
        .contains(", but 40 threads are in park");
  }

  @ParameterizedTest
  @MethodSource("leakSites")
  void refusesAWrongBlocker(Scenario scenario, LeakSite site) {
    String reason = site.waits().reason();
    assertThat(problemsAt(site, scenario, dumps -> dumps.leaked(40, site, reason, "acme.Q", 40)))
        .singleElement(STRING)
        .contains(", but 40 threads are in " + reason + " on acme.Q");
  }

  @Test
  void refusesAFewThreadsThatWaitForSomethingElse() {
    LeakSite site = Scenario.AUDIT_LOG.leakSites().get(0);
    Dumps dumps = new Dumps().leaked(39, site).leaked(1, site, "running", "", 0);
    assertThat(problems(Scenario.AUDIT_LOG, dumps))
        .singleElement(STRING)
        .contains(", but 1 threads are in running at ");
  }

  @ParameterizedTest
  @CsvSource({
    "TIMEOUT_HANDOFF, 39, one object for each thread",
    "FAN_OUT, 1, one object for each request",
    "FAN_OUT, 41, one object for each request",
    "AUDIT_LOG, 2, one object for all",
    "POOL_PER_REQUEST, 1, one object for each request"
  })
  void refusesAWrongNumberOfObjects(Scenario scenario, long objects, String expected) {
    LeakSite site = scenario.leakSites().get(0);
    String blocker = site.waits().blocker().orElseThrow().getName();
    Dumps dumps = new Dumps().leaked(40, site, site.waits().reason(), blocker, objects);
    assertThat(problems(scenario, dumps))
        .containsExactly(
            "expected " + expected + ", seen " + objects + " for 40 threads at " + site);
  }

  @Test
  void refusesAPoolThatIsNotListed() {
    LeakSite site = Scenario.POOL_PER_REQUEST.leakSites().get(0);
    ThreadDump dump = new Dumps().leaked(40, site).dump();
    PoolList none = new PoolList(List.of());
    assertThat(find(Scenario.POOL_PER_REQUEST, dump, none).problems())
        .containsExactly("the agent lists no pool that was made at " + site);
  }

  @Test
  void refusesWorkersOfNoPool() {
    LeakSite site = Scenario.POOL_PER_REQUEST.leakSites().get(0);
    assertThat(problems(Scenario.POOL_PER_REQUEST, new Dumps().accused(40, Dumps.culprit(site))))
        .singleElement(STRING)
        .startsWith("expected idle pool worker on java.util.concurrent.LinkedBlockingQueue of an");
  }

  @Test
  void refusesALoadThatLeaksNothing() {
    Finding finding =
        Finding.of(
            Scenario.FAN_OUT, new Expected(0, 0), new Dumps().dump(), POOLS, new Accusations());
    assertThat(finding.problems()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("leakSites")
  void refusesALeakWithoutAVerdict(Scenario scenario, LeakSite site) {
    Dumps dumps = new Dumps();
    scenario.leakSites().forEach(each -> dumps.leaked(40, each));
    Accusations others = new Accusations();
    Dumps accused = new Dumps();
    for (LeakSite other : scenario.leakSites()) {
      if (!other.equals(site)) {
        accused.leaked(40, other);
      }
    }
    others.note(accused.dump());
    assertThat(Finding.of(scenario, FORTY, dumps.dump(), POOLS, others).problems())
        .containsExactly("the agent gives no verdict on " + site);
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void refusesAFixThatIsAccused(Scenario scenario) {
    Dumps dumps = new Dumps();
    scenario.leakSites().forEach(site -> dumps.leaked(40, site));
    String line = Dumps.culprit(scenario.fixed(), "anything", 1);
    Dumps accused = new Dumps().accused(1, line);
    Accusations accusations = new Accusations();
    accusations.note(dumps.dump());
    accusations.note(accused.dump());
    assertThat(Finding.of(scenario, FORTY, dumps.dump(), POOLS, accusations).problems())
        .containsExactly("accused without a reason: " + line + " (stuck)");
  }

  private static Finding find(Scenario scenario, ThreadDump dump, PoolList pools) {
    Accusations accusations = new Accusations();
    accusations.note(dump);
    return Finding.of(scenario, FORTY, dump, pools, accusations);
  }

  /** The problems where all other lines of the scenario are as they should be. */
  private static List<String> problemsAt(LeakSite site, Scenario scenario, Consumer<Dumps> wrong) {
    Dumps dumps = new Dumps();
    wrong.accept(dumps);
    for (LeakSite other : scenario.leakSites()) {
      if (!other.equals(site)) {
        dumps.leaked(40, other);
      }
    }
    return problems(scenario, dumps);
  }

  private static List<String> problems(Scenario scenario, Dumps dumps) {
    return find(scenario, dumps.dump(), POOLS).problems();
  }
}
