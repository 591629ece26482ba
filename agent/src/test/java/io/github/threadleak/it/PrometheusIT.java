package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.threadleak.it.CorpusProgram.Leak;
import io.github.threadleak.it.PrometheusServer.Alert;
import io.github.threadleak.it.PrometheusServer.Sample;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/**
 * A real Prometheus with the shipped configuration and rules, in {@link ShortTime}, over two JVMs
 * that run the demo's scenarios: one with their leaks, one with the fixes.
 */
class PrometheusIT {
  /** The demo's scenarios, a deadlock, and a user of the common pool. */
  private static final List<CorpusProgram> PROGRAMS =
      Stream.of(
              "TimeoutHandoff",
              "FanOut",
              "AuditLog",
              "Notifications",
              "DedupCache",
              "PoolPerRequest",
              "AbBaLocks",
              "CommonPoolUser")
          .map(PrometheusIT::program)
          .toList();

  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), *(\\w+)\\)");

  private static ForkedJvm leaking;
  private static ForkedJvm fixed;
  private static PrometheusServer prometheus;
  private static String leakingInstance;
  private static String fixedInstance;

  @BeforeAll
  static void startTwoJvmsAndPrometheus() throws Exception {
    Jdk newest = newest();
    Tools.need(newest.hasVirtualThreads(), "a JDK with virtual threads");
    Tools.needOnPath("prometheus");
    leaking = start(newest, "leaking");
    fixed = start(newest, "fixed");
    leakingInstance = PrometheusServer.instance(leaking.port());
    fixedInstance = PrometheusServer.instance(fixed.port());
    prometheus = PrometheusServer.scraping(List.of(leaking.port(), fixed.port()));
  }

  @AfterAll
  static void stop() throws IOException {
    for (AutoCloseable each : new AutoCloseable[] {prometheus, leaking, fixed}) {
      if (each != null) {
        close(each);
      }
    }
  }

  @Test
  void alertsNameTheLinesOfTheLeakingJvmAndNoneOfTheFixedOne() throws Exception {
    TreeSet<String> missing = new TreeSet<>(List.of("ThreadleakPoolsNeverShutDown"));
    for (Leak leak : leaksOf("AbBaLocks")) {
      missing.add("ThreadleakThreadsDeadlocked " + leak.place());
    }
    for (Leak leak : leaksOf("AuditLog")) {
      missing.add("ThreadleakThreadsStuck " + leak.place());
      missing.add("ThreadleakSiteGrows " + leak.place());
    }
    for (Leak leak : leaksOf("PoolPerRequest")) {
      missing.add("ThreadleakSiteGrows " + leak.place());
    }
    awaitAlerts(missing);
  }

  @Test
  void aProofIsAnAlertOfItsOwn() throws Exception {
    TreeSet<String> missing = new TreeSet<>();
    for (Leak leak : leaksOf("TimeoutHandoff")) {
      awaitAlerts(new TreeSet<>(List.of("ThreadleakThreadsStuck " + leak.place())));
      missing.add("ThreadleakThreadsProvenLeaked " + leak.place());
    }
    for (ForkedJvm jvm : List.of(leaking, fixed)) {
      HttpResponse<String> answer =
          jvm.send(
              "POST", "/api/v1/prove", "", "Content-Type", "application/json", "X-Threadleak", "1");
      assertThat(answer.statusCode()).as(answer::body).isEqualTo(200);
    }
    awaitAlerts(missing);
  }

  @Test
  void threadsAndMemoryThatRampTogetherAreAnAlert() throws Exception {
    try (ForkedJvm ramping = ForkedJvm.on(newest()).run("Leaks").awaitReady();
        PrometheusServer server = PrometheusServer.scraping(List.of(ramping.port()))) {
      String before = ShortTime.of("process_resident_memory_bytes offset 30m");
      Deadline.eventually(
          Duration.ofSeconds(60), () -> assertThat(server.query(before)).isNotEmpty());
      ramping.send("abandon 3000");
      ramping.awaitLine("DONE abandon");
      Deadline.eventually(
          Duration.ofSeconds(60),
          () ->
              assertThat(server.alerts())
                  .filteredOn(Alert::fires)
                  .anySatisfy(
                      alert -> {
                        assertThat(alert.name()).isEqualTo("ThreadleakThreadsAndMemoryRamp");
                        assertThat(alert.annotations().get("summary"))
                            .contains("Leaks.startAbandoned(Leaks.java:");
                      }));
    }
  }

  @Test
  void everyQueryOfTheDashboardSeesData() throws Exception {
    GrafanaDashboard dashboard = GrafanaDashboard.shipped();
    for (Map<String, String> chosen :
        List.of(
            Map.of("job", all(dashboard, "job"), "instance", all(dashboard, "instance")),
            Map.of("job", "(threadleak)", "instance", "(" + regex(leakingInstance) + ")"))) {
      Map<String, String> values = new HashMap<>(chosen);
      values.put("__rate_interval", "5s");
      values.put("__range", "30s");
      for (GrafanaDashboard.Query query : dashboard.queries()) {
        String promql = GrafanaDashboard.replaced(query.expression(), values);
        assertThat(promql).as("%s", query).doesNotContain("$");
        Deadline.eventually(
            Duration.ofSeconds(120),
            () ->
                assertThat(prometheus.query(promql))
                    .as("%s: %s", query, promql)
                    .isNotEmpty()
                    .noneMatch(sample -> Double.isNaN(sample.value()))
                    .allMatch(
                        sample -> sample.labels().keySet().containsAll(query.legendLabels())));
      }
    }
  }

  @Test
  void theDashboardOffersEveryJobAndInstance() throws Exception {
    GrafanaDashboard dashboard = GrafanaDashboard.shipped();
    Deadline.eventually(
        Duration.ofSeconds(60),
        () -> {
          assertThat(choices(dashboard, "job", Map.of())).containsExactly("threadleak");
          assertThat(choices(dashboard, "instance", Map.of("job", "(threadleak)")))
              .containsExactlyInAnyOrder(leakingInstance, fixedInstance);
        });
  }

  @Test
  void theAgentsOwnThreadsAndThoseOfTheJdkHaveSeriesUnderTheirNames() throws Exception {
    for (String instance : List.of(leakingInstance, fixedInstance)) {
      Deadline.eventually(
          Duration.ofSeconds(60),
          () ->
              assertThat(culprits("threadleak_site_threads{instance=\"" + instance + "\"}"))
                  .anyMatch(culprit -> culprit.startsWith("io.github.threadleak."))
                  .anyMatch(culprit -> culprit.startsWith("java.util.concurrent.ForkJoinPool."))
                  .anyMatch(culprit -> culprit.startsWith("java.lang.VirtualThread.")));
    }
  }

  @Test
  void theMainPanelsCanBeDrawn() throws Exception {
    Deadline.eventually(
        Duration.ofSeconds(120),
        () -> {
          String svg =
              DashboardPicture.svg(prometheus, GrafanaDashboard.shipped(), Duration.ofSeconds(30));
          assertThat(svg)
              .contains(">Threads by kind<", ">virtual<", ">Top lines<", ">deadlocked<")
              .contains(leaksOf("AuditLog").get(0).place());
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(svg)));
        });
  }

  @Test
  void theCommandNamesTheLinesOfTheLeakingJvm() throws Exception {
    Deadline.eventually(
        Duration.ofSeconds(120),
        () -> {
          Finished fleet =
              Finished.command(
                  Jdks.found().iterator().next(),
                  "fleet",
                  "--prometheus",
                  prometheus.url(),
                  "--since",
                  "30s",
                  "--top",
                  "100");
          assertThat(fleet.exitCode()).as(fleet.output()).isEqualTo(1);
          Files.writeString(
              Path.of("target", "fleet.txt"), fleet.stdout()); // docs/prometheus has it
          assertThat(fleet.stdout())
              .contains("2 JVMs with the agent in threadleak")
              .contains("deadlocked", "stuck", leakingInstance)
              .contains(leaksOf("AuditLog").get(0).place())
              .contains(leaksOf("AbBaLocks").get(0).place())
              .doesNotContain(fixedInstance);
        });
  }

  // ----

  /**
   * Waits until each fires, {@code NAME} or {@code NAME PLACE}; whatever does until then is looked
   * at.
   */
  private static void awaitAlerts(TreeSet<String> missing) throws Exception {
    Deadline deadline = Deadline.in(Duration.ofSeconds(120));
    while (true) {
      for (Alert alert : firing()) {
        verify(alert);
        missing.removeIf(each -> isAlert(each, alert));
      }
      if (missing.isEmpty()) {
        return;
      }
      if (!deadline.again()) {
        throw new AssertionError(
            missing
                + " do not fire\n"
                + prometheus.alerts()
                + "\n"
                + prometheus.log()
                + leaking.page("/debug/pprof/threadleak?debug=1")
                + leaking.transcript());
      }
    }
  }

  private static Jdk newest() {
    return Jdks.found().stream().reduce((older, newer) -> newer).orElseThrow();
  }

  private static ForkedJvm start(Jdk jdk, String form) throws Exception {
    List<Object> arguments = new ArrayList<>(List.of(form, "virtual"));
    PROGRAMS.forEach(program -> arguments.add(program.name()));
    ForkedJvm jvm =
        ForkedJvm.on(jdk)
            // collections as in a busy service: the proof needs some
            .jvm("-Xmx200m", "-Xmn16m")
            .agent("census-interval=1s", "stuck-after=8s", "suspect-window=30s", "proof=gc")
            .run("corpus.Together", arguments.toArray());
    return jvm.awaitReady();
  }

  /** Whatever fires is of the leaking JVM, and names a line that leaks in its text. */
  private static void verify(Alert alert) {
    assertThat(alert.instance()).as("%s", alert).isEqualTo(leakingInstance);
    String culprit = alert.labels().get("culprit");
    if (culprit != null) {
      assertThat(PROGRAMS.stream().flatMap(program -> program.leaks().stream()))
          .as("a leak at %s", alert)
          .anyMatch(leak -> leak.isAt(culprit));
      assertThat(alert.annotations().get("summary")).contains(leakingInstance, culprit);
      assertThat(alert.annotations().get("description"))
          .contains("http://" + leakingInstance + "/", alert.labels().get("site"));
    }
  }

  private static boolean isAlert(String wanted, Alert alert) {
    String[] words = wanted.split(" ");
    return alert.name().equals(words[0])
        && (words.length == 1 || alert.labels().getOrDefault("culprit", "").endsWith(words[1]));
  }

  private static List<Alert> firing() throws IOException, InterruptedException {
    return prometheus.alerts().stream().filter(Alert::fires).toList();
  }

  private static List<String> culprits(String selector) throws IOException, InterruptedException {
    List<String> culprits = new ArrayList<>();
    for (Sample sample : prometheus.query(selector)) {
      culprits.add(sample.labels().get("culprit"));
    }
    return culprits;
  }

  /** What Grafana puts in for «All». */
  private static String all(GrafanaDashboard dashboard, String variable) {
    return dashboard.variable(variable).get("allValue").getAsString();
  }

  private static List<String> choices(
      GrafanaDashboard dashboard, String variable, Map<String, String> chosen)
      throws IOException, InterruptedException {
    Matcher query =
        LABEL_VALUES.matcher(dashboard.variable(variable).get("definition").getAsString());
    assertThat(query.matches()).isTrue();
    return prometheus.labelValues(
        GrafanaDashboard.replaced(query.group(1), chosen), query.group(2));
  }

  /**
   * As Grafana writes a chosen value into a query: escaped for a regular expression in a string.
   */
  private static String regex(String value) {
    return value.replace(".", "\\\\.");
  }

  private static CorpusProgram program(String name) {
    return Corpus.programs().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<Leak> leaksOf(String name) {
    List<Leak> leaks = program(name).leaks();
    assertThat(leaks).isNotEmpty();
    return leaks;
  }

  private static void close(AutoCloseable closeable) throws IOException {
    try {
      closeable.close();
    } catch (IOException failure) {
      throw failure;
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }
}
