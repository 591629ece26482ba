package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The proof by the garbage collector: what nothing can wake is proven, and nothing else is. */
class GcProofIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int EACH = 20;
  private static final int WEAK = 100;
  private static final String PROOF = "proof=gc,census-interval=200ms,stuck-after=1s";
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
      JsonObject result = proveAll(jvm, "proven");
      assertThat(result.get("collector").getAsString()).isEqualTo(collector);
      assertThat(result.get("complete").getAsBoolean()).isTrue();
      Map<String, Long> proven = provenByMethod(result, "proven");
      // What abandoned executors leave behind goes by itself with the first collection there is.
      OF_EXECUTORS.forEach(method -> proven.putIfAbsent(method, (long) EACH));
      assertThat(proven.keySet()).containsExactlyInAnyOrderElementsOf(LEAKS);
      assertThat(proven.values()).allMatch(count -> count == EACH);
      for (JsonElement site : result.getAsJsonArray("sites")) {
        assertThat(site.getAsJsonObject().getAsJsonArray("examples")).hasSize(5);
        assertThat(site.getAsJsonObject().getAsJsonArray("parkedStack")).isNotEmpty();
      }
      JsonObject threads = Accounting.verify(jvm);
      assertThat(Accounting.alive(threads, "virtual", ".live")).isEqualTo(live(jvm));
      assertThat(byFinalizer(threads)).isZero();
      Deadline.eventually(
          PATIENCE,
          () ->
              assertThat(jvm.agentLines())
                  .anyMatch(line -> line.contains("proof=gc:") && line.contains("WeakReferences"))
                  .anyMatch(line -> line.contains("] proven: ") && line.contains("leakLatch")));
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
      JsonObject result = proveAll(jvm, "letGo");
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
            assertThat(Accounting.alive(threads, "virtual", ".live") - byFinalizer(threads))
                .isEqualTo(live(jvm));
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

  /**
   * These are woken, not proven, where the collector hands threads back: what only they hold is
   * finalized. Elsewhere they stay as they are.
   */
  private static long byFinalizer(JsonObject threads) {
    return Accounting.alive(threads, "virtual", ".liveByFinalizer(");
  }

  private static long live(ForkedJvm jvm) {
    String told =
        jvm.stdout().stream().filter(line -> line.startsWith("LIVE ")).findFirst().orElseThrow();
    return Long.parseLong(told.split(" ")[1]);
  }

  @OnEveryJdk(from = 21)
  void losesNoThreadAndNoWakeUp(Jdk jdk) throws Exception {
    int live = 112_000;
    int leaked = 16_000;
    try (ForkedJvm jvm =
        ForkedJvm.on(jdk)
            .jvm("-Xmx1500m", "-XX:+UseG1GC")
            .agent(PROOF)
            .run("GcProofStress", live, leaked)
            .awaitReady()) {
      awaitCensuses(jvm, 3);
      long looked = 0;
      JsonObject result;
      do { // a slow machine does not get through all of them in one
        result = proveWhenAllowed(jvm);
        looked += result.get("looked").getAsLong();
      } while (!result.get("complete").getAsBoolean());
      assertThat(looked).isGreaterThan(100_000);
      JsonObject site = result.getAsJsonArray("sites").get(0).getAsJsonObject();
      // A thread that the census looks at while the collector does is not proven this time.
      assertThat(site.get("proven").getAsLong())
          .as("%s", result)
          .isBetween(leaked - 64L, (long) leaked);
      assertThat(result.toString()).doesNotContain("\"live\"");

      jvm.send("still");
      assertThat(jvm.awaitLine("RELEASED")).endsWith(" LOST 0");
      Accounting.verify(jvm, List.of(new Expectation("virtual", live + leaked, "GcProofStress")));
      assertThat(namesInJdkDump(jvm))
          .containsEntry("live", (long) live)
          .containsEntry("leaked", (long) leaked);

      jvm.send("end");
      assertThat(jvm.awaitLine("LIVE")).isEqualTo("LIVE " + live + " MISSING 0");
      Accounting.verify(jvm, List.of(new Expectation("virtual", leaked, "GcProofStress")));
      jvm.exit();
    }
  }

  @OnEveryJdk(from = 21)
  void leavesAWeakWakerNothingToWake(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = weak(jdk, PROOF)) {
      assertThat(prove(jvm).get("proven").getAsLong()).isEqualTo(WEAK);
      jvm.send("wake");
      assertThat(jvm.awaitLine("LOST")).isEqualTo("LOST " + WEAK);
      assertThat(namesInJdkDump(jvm)).containsEntry("weak", (long) WEAK);
      jvm.exit();
    }
  }

  @OnEveryJdk(from = 21)
  void touchesNoWeakWakerWhereProofIsOff(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = weak(jdk, "proof=off,census-interval=200ms,stuck-after=1s")) {
      HttpResponse<String> refused = post(jvm);
      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(refused.body()).contains("proof=gc");
      jvm.send("gc");
      jvm.awaitLine("USED");
      jvm.send("wake");
      assertThat(jvm.awaitLine("LOST")).isEqualTo("LOST 0");
      Accounting.verify(jvm, List.of(new Expectation("virtual", 0, "GcProofWeak")));
      jvm.exit();
    }
  }

  @OnEveryJdk(from = 21)
  void givesTheMemoryOfProvenThreadsBackWhereItRecovers(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = weak(jdk, PROOF + ",recover=on")) {
      jvm.send("gc");
      long before = Long.parseLong(jvm.awaitLine("USED").split(" ")[1]);
      assertThat(before).isGreaterThan(WEAK * 200_000L);
      prove(jvm);
      jvm.send("wake");
      assertThat(jvm.awaitLine("LOST")).isEqualTo("LOST " + WEAK);
      jvm.send("gc");
      Deadline.eventually(
          PATIENCE,
          () ->
              assertThat(
                      jvm.stdout().stream()
                          .filter(line -> line.startsWith("USED"))
                          .mapToLong(line -> Long.parseLong(line.split(" ")[1]))
                          .min()
                          .orElse(before))
                  .isLessThan(before - WEAK * 150_000L));
      Accounting.verify(jvm, List.of(new Expectation("virtual", 0, "GcProofWeak")));
      assertThat(Accounting.total(jvm.threads(), "vanished")).isEqualTo(WEAK);
      jvm.exit();
    }
  }

  @OnEveryJdk
  void saysWhyItCannotProve(Jdk jdk) throws Exception {
    if (!jdk.hasVirtualThreads()) {
      refuses(jdk, "Parks", "platform", "no virtual threads");
      return;
    }
    refuses(jdk, "GcProofWeak", "5", "recover=on", "-XX:+UseZGC");
    refuses(jdk, "GcProofWeak", "5", "-XX:+DisableExplicitGC", "-XX:+DisableExplicitGC");
    refuses(
        jdk,
        "GcProofWeak",
        "5",
        "-XX:+ExplicitGCInvokesConcurrent",
        "-XX:+UseG1GC",
        "-XX:+ExplicitGCInvokesConcurrent");
  }

  private static void refuses(
      Jdk jdk, String program, String argument, String reason, String... flags) throws Exception {
    try (ForkedJvm jvm =
        ForkedJvm.on(jdk).jvm(flags).agent(PROOF).run(program, argument).awaitReady()) {
      awaitCensuses(jvm, 4);
      for (int i = 0; i < 2; i++) { // a refusal uses nothing up
        HttpResponse<String> refused = post(jvm);
        assertThat(refused.statusCode()).as(refused::body).isEqualTo(409);
        assertThat(refused.body()).contains(reason);
      }
    }
  }

  @OnEveryJdk(from = 21)
  void provesOnceAMinute(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = weak(jdk, PROOF)) {
      prove(jvm);
      HttpResponse<String> second = post(jvm);
      assertThat(second.statusCode()).isEqualTo(429);
      assertThat(second.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 60L);
      assertThat(jvm.get("/api/v1/prove").statusCode()).isEqualTo(405);
      assertThat(jvm.send("POST", "/api/v1/prove", "").statusCode()).isEqualTo(415);
      jvm.exit();
    }
  }

  @OnEveryJdk(from = 21)
  void putsAllBackWhenDetached(Jdk jdk) throws Exception {
    int live = 60;
    try (ForkedJvm jvm =
        ForkedJvm.on(jdk)
            .withoutAgent()
            .jvm("-Xmx400m", "-Xmn8m", "-XX:MetaspaceSize=200m", "-XX:+UseSerialGC")
            .run("GcProofStress", live, 1)
            .awaitReady()) {
      jvm.send("still");
      jvm.awaitLine("RELEASED");
      for (int round = 0; round < 2; round++) {
        attach(jvm, "port=0,port-file=" + jvm.portFile() + "," + PROOF);
        // The self-test needs a young collection, which asking brings about; the suspects then
        // leave
        // the list until a full one.
        Deadline.eventually(
            PATIENCE,
            () -> {
              assertThat(Accounting.alive(jvm.threads(), "virtual", ""))
                  .isGreaterThanOrEqualTo(live);
              assertThat(namesInJdkDump(jvm).getOrDefault("live", 0L)).isLessThan(live);
            });
        attach(jvm, "detach");
        jvm.forgetPort();
        assertThat(namesInJdkDump(jvm))
            .containsEntry("live", (long) live)
            .containsEntry("leaked", 1L);
      }
      jvm.send("end");
      assertThat(jvm.awaitLine("LIVE")).isEqualTo("LIVE " + live + " MISSING 0");
      jvm.exit();
    }
  }

  private static void attach(ForkedJvm jvm, String what) throws Exception {
    Finished attached =
        Finished.run(
            List.of(
                jvm.jdk().tool("java").toString(),
                "-jar",
                ForkedJvm.AGENT_JAR.toString(),
                "attach",
                String.valueOf(jvm.pid()),
                what));
    assertThat(attached.exitCode()).as(attached::output).isZero();
  }

  // ----

  private static ForkedJvm weak(Jdk jdk, String options) throws Exception {
    ForkedJvm jvm =
        ForkedJvm.on(jdk)
            .jvm("-Xms600m", "-Xmx600m", "-Xmn400m", "-XX:MetaspaceSize=200m", "-XX:+UseG1GC")
            .agent(options)
            .run("GcProofWeak", WEAK)
            .awaitReady();
    awaitCensuses(jvm, 4);
    return jvm;
  }

  /** How many threads of each name the JDK itself dumps. */
  private static Map<String, Long> namesInJdkDump(ForkedJvm jvm) throws Exception {
    Path file = Files.createTempFile("threadleak-it", ".json");
    try {
      Finished dumped =
          Finished.run(
              List.of(
                  jvm.jdk().tool("jcmd").toString(),
                  String.valueOf(jvm.pid()),
                  "Thread.dump_to_file",
                  "-overwrite",
                  "-format=json",
                  file.toString()));
      assertThat(dumped.exitCode()).as(dumped::output).isZero();
      Map<String, Long> names = new TreeMap<>();
      try (Stream<String> lines = Files.lines(file)) {
        lines
            .map(String::strip)
            .filter(line -> line.startsWith("\"name\": "))
            .forEach(line -> names.merge(line.split("\"")[3], 1L, Long::sum));
      }
      return names;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static ForkedJvm leaking(Jdk jdk, String options, String... flags) throws Exception {
    ForkedJvm jvm =
        ForkedJvm.on(jdk)
            // No collection but those that the proof forces, where the collector leaves it so.
            .jvm("-Xms600m", "-Xmx600m", "-Xmn400m", "-XX:MetaspaceSize=200m")
            .jvm(flags)
            .agent(PROOF + options)
            .run("GcProofLeaks", EACH)
            .awaitReady();
    awaitCensuses(jvm, 4);
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

  private static JsonObject proveWhenAllowed(ForkedJvm jvm) throws Exception {
    List<JsonObject> result = new ArrayList<>();
    Deadline.eventually(Duration.ofMinutes(2), () -> result.add(prove(jvm)));
    return result.get(0);
  }

  /**
   * Proves until all is proven. What a census holds while the collector runs is not: the next proof
   * tells, a minute later.
   */
  private static JsonObject proveAll(ForkedJvm jvm, String number) throws Exception {
    JsonObject result = prove(jvm);
    for (int more = 0; more < 2 && !isAll(result, number); more++) {
      JsonObject[] next = new JsonObject[1];
      Deadline.eventually(Duration.ofSeconds(90), () -> next[0] = prove(jvm));
      result = next[0];
    }
    return result;
  }

  private static boolean isAll(JsonObject result, String number) {
    Map<String, Long> counts = provenByMethod(result, number);
    return LEAKS.stream()
        .filter(method -> !OF_EXECUTORS.contains(method))
        .allMatch(method -> counts.getOrDefault(method, 0L) == EACH);
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
