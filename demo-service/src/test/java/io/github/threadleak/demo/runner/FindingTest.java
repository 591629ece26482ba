package io.github.threadleak.demo.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.threadleak.demo.LeakSite;
import io.github.threadleak.demo.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FindingTest {
  private static final Expected FORTY = new Expected(40, 40);

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void acceptsEveryScenarioWhoseLinesAreNamed(Scenario scenario) {
    Dumps dumps = new Dumps().unknown(12).spawned(200, "org.eclipse.jetty.Pool.grow(Pool.java:9)");
    for (LeakSite site : scenario.leakSites()) {
      dumps.spawned(30, Dumps.culprit(site)).spawned(10, Dumps.culprit(site));
    }
    Finding finding = Finding.of(scenario, FORTY, dumps.dump());
    assertThat(finding.problems()).isEmpty();
    assertThat(finding.lines()).allSatisfy(line -> assertThat(line.seen()).isEqualTo(40));
  }

  @ParameterizedTest
  @EnumSource(value = Scenario.class, mode = EnumSource.Mode.EXCLUDE, names = "DEDUP_CACHE")
  void refusesALeakThatIsNotNamed(Scenario scenario) {
    Finding finding = Finding.of(scenario, FORTY, new Dumps().unknown(40).dump());
    assertThat(finding.problems()).hasSameSizeAs(scenario.leakSites());
    assertThat(finding.problems().get(0)).startsWith("the agent does not name ");
  }

  @Test
  void refusesTheNextLineInTheRightMethod() {
    LeakSite site = Scenario.FAN_OUT.leakSites().get(0);
    Frame right = Frame.parse(Dumps.culprit(site)).orElseThrow();
    String wrong = Dumps.culprit(site.type(), site.method(), right.line() + 1);
    assertThat(
            Finding.of(Scenario.FAN_OUT, FORTY, new Dumps().spawned(40, wrong).dump()).problems())
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
    assertThat(problems(Scenario.AUDIT_LOG, new Dumps().spawned(39, Dumps.culprit(site))))
        .containsExactly("expected 40 threads, seen 39 at " + site);
  }

  @Test
  void refusesAMissingHeartbeat() {
    List<LeakSite> sites = Scenario.NOTIFICATIONS.leakSites();
    assertThat(
            problems(Scenario.NOTIFICATIONS, new Dumps().spawned(40, Dumps.culprit(sites.get(0)))))
        .containsExactly("the agent does not name " + sites.get(1));
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void refusesAFixThatLeaks(Scenario scenario) {
    Dumps dumps = new Dumps();
    scenario.leakSites().forEach(site -> dumps.spawned(40, Dumps.culprit(site)));
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

  @Test
  void refusesALoadThatLeaksNothing() {
    Finding finding = Finding.of(Scenario.FAN_OUT, new Expected(0, 0), new Dumps().dump());
    assertThat(finding.problems()).hasSize(1);
  }

  private static List<String> problems(Scenario scenario, Dumps dumps) {
    return Finding.of(scenario, FORTY, dumps.dump()).problems();
  }
}
