package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The proof by the garbage collector: what nothing can wake is proven, and nothing else is. */
class GcProofIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int EACH = 20;
  private static final List<String> LEAKS =
      List.of(
          "leakQueuePut",
          "leakQueueTake",
          "leakLatch",
          "leakFuture",
          "leakSemaphore",
          "leakLock",
          "leakPark",
          "leakTaskOfExecutor",
          "leakWorkerOfPool");
  private static final List<String> OF_EXECUTORS =
      List.of("leakTaskOfExecutor", "leakWorkerOfPool");

  @OnEveryJdk(from = 21)
  void provesWhatNothingCanWakeOnSerial(Jdk jdk) throws Exception {
    provesWhatNothingCanWake(jdk, "-XX:+UseSerialGC", "Serial");
  }

  @OnEveryJdk(from = 21)
  void provesWhatNothingCanWakeOnParallel(Jdk jdk) throws Exception {
    provesWhatNothingCanWake(jdk, "-XX:+UseParallelGC", "Parallel");
  }

  @OnEveryJdk(from = 21)
  void provesWhatNothingCanWakeOnG1(Jdk jdk) throws Exception {
    provesWhatNothingCanWake(jdk, "-XX:+UseG1GC", "G1");
  }

  private static void provesWhatNothingCanWake(Jdk jdk, String flag, String collector)
      throws Exception {
    try (ForkedJvm jvm = leaking(jdk, "", flag)) {
      JsonObject result = prove(jvm);
      assertThat(result.get("collector").getAsString()).isEqualTo(collector);
      assertThat(result.get("complete").getAsBoolean()).isTrue();
      Map<String, Long> proven = provenByMethod(result, "proven");
      assertThat(proven.keySet()).containsExactlyInAnyOrderElementsOf(LEAKS);
      assertThat(proven.values()).allMatch(count -> count == EACH);
      for (JsonElement site : result.getAsJsonArray("sites")) {
        assertThat(site.getAsJsonObject().getAsJsonArray("examples")).hasSize(5);
        assertThat(site.getAsJsonObject().getAsJsonArray("parkedStack")).isNotEmpty();
      }
      Accounting.verify(jvm);
      assertThat(jvm.agentLines())
          .anyMatch(line -> line.contains("proof=gc:") && line.contains("WeakReferences"))
          .anyMatch(line -> line.contains("leakLatch") && line.contains("proven leaked"));
      jvm.exit();
    }
  }

  @OnEveryJdk(from = 21)
  void letsGoOfWhatIsProvenOnZgc(Jdk jdk) throws Exception {
    letsGo(jdk, "-XX:+UseZGC");
  }

  @OnEveryJdk(from = 21)
  void letsGoOfWhatIsProvenOnShenandoah(Jdk jdk) throws Exception {
    Tools.skipUnless(
        Finished.run(List.of(jdk.tool("java").toString(), "-XX:+UseShenandoahGC", "-version"))
                .exitCode()
            == 0,
        jdk + " is built without Shenandoah");
    letsGo(jdk, "-XX:+UseShenandoahGC");
  }

  @OnEveryJdk(from = 21)
  void letsGoOfWhatIsProvenOnG1(Jdk jdk) throws Exception {
    letsGo(jdk, "-XX:+UseG1GC");
  }

  private static void letsGo(Jdk jdk, String flag) throws Exception {
    try (ForkedJvm jvm = leaking(jdk, ",recover=on", flag)) {
      JsonObject result = prove(jvm);
      Map<String, Long> gone = provenByMethod(result, "letGo");
      // ZGC collects when it likes, and what abandoned executors leave behind goes by itself then.
      gone.keySet().removeAll(OF_EXECUTORS);
      List<String> expected = new ArrayList<>(LEAKS);
      expected.removeAll(OF_EXECUTORS);
      assertThat(gone.keySet()).as("%s", result).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(gone.values()).as("%s", result).allMatch(count -> count == EACH);
      assertThat(provenByMethod(result, "proven").values()).allMatch(count -> count == 0);
      Deadline.eventually(
          PATIENCE,
          () -> {
            JsonObject threads = jvm.threads();
            assertThat(Accounting.total(threads, "vanished")).isEqualTo((long) EACH * LEAKS.size());
            assertThat(Accounting.alive(threads, "virtual", ".leak")).isZero();
            assertThat(Accounting.alive(threads, "virtual", ".live")).isEqualTo(live(jvm));
          });
      assertThat(
              jvm.metrics().entrySet().stream()
                  .filter(e -> e.getKey().startsWith("threadleak_collected_while_parked_total"))
                  .mapToDouble(Map.Entry::getValue)
                  .sum())
          .isEqualTo(EACH * LEAKS.size());
      jvm.exit();
    }
  }

  private static long live(ForkedJvm jvm) {
    String told =
        jvm.stdout().stream().filter(line -> line.startsWith("LIVE ")).findFirst().orElseThrow();
    return Long.parseLong(told.split(" ")[1]);
  }

  // ----

  private static ForkedJvm leaking(Jdk jdk, String options, String... flags) throws Exception {
    ForkedJvm jvm =
        ForkedJvm.on(jdk)
            // No collection but those that the proof forces, where the collector leaves it so.
            .jvm("-Xms600m", "-Xmx600m", "-XX:MetaspaceSize=200m")
            .jvm(flags)
            .agent("proof=gc,census-interval=200ms,stuck-after=1s" + options)
            .run("GcProofLeaks", EACH)
            .awaitReady();
    awaitCensuses(jvm, 15);
    return jvm;
  }

  /** Two censuses see a park, and it must be a second old. */
  static void awaitCensuses(ForkedJvm jvm, int more) throws Exception {
    double from = jvm.metrics().get("threadleak_agent_census_seconds_count");
    Deadline.eventually(
        PATIENCE,
        () ->
            assertThat(jvm.metrics().get("threadleak_agent_census_seconds_count"))
                .isGreaterThan(from + more));
  }

  static HttpResponse<String> post(ForkedJvm jvm) throws Exception {
    return jvm.send(
        "POST", "/api/v1/prove", "", "Content-Type", "application/json", "X-Threadleak", "1");
  }

  static JsonObject prove(ForkedJvm jvm) throws Exception {
    HttpResponse<String> response = post(jvm);
    assertThat(response.statusCode()).as(response::body).isEqualTo(200);
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  /** A number of each site of the result, by the method of its culprit. */
  private static Map<String, Long> provenByMethod(JsonObject result, String number) {
    Map<String, Long> counts = new TreeMap<>();
    for (JsonElement element : result.getAsJsonArray("sites")) {
      JsonObject site = element.getAsJsonObject();
      String culprit = site.get("culprit").getAsString();
      String method = culprit.substring(culprit.indexOf('.') + 1, culprit.indexOf('('));
      counts.merge(method, site.has(number) ? site.get(number).getAsLong() : 0, Long::sum);
    }
    return counts;
  }
}
