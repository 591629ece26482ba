package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Each pool is listed at the place that constructed it, in the state that it is in. */
class PoolsIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @OnEveryJdk
  void saysInOneRowThatALineLeaksPools(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Pooled", "leak")) {
      jvm.awaitReady();
      eventually(
          jvm,
          () -> {
            JsonObject row = row(jvm, "constructLeaked");
            assertThat(row.get("summary").getAsString())
                .matches(
                    "380 ThreadPoolExecutors from Pooled\\.java:\\d+, none shut down,"
                        + " 380 idle threads");
            assertThat(row.get("type").getAsString())
                .isEqualTo("java.util.concurrent.ThreadPoolExecutor");
            assertThat(row.get("threadNamePrefix").getAsString()).isEqualTo("pool-*-thread-*");
            hasCounts(row, 380, 0, 380, 0, 0);
            hasThreads(row, 380, 0, 380, 0);
            assertThat(row.get("culprit").getAsString()).startsWith("Pooled.constructLeaked(");
            assertThat(row.getAsJsonArray("stack").size()).isPositive();
          });
      JsonObject group =
          Accounting.groups(jvm.threads()).stream()
              .filter(one -> Accounting.culpritOf(one).contains("constructLeaked"))
              .findFirst()
              .orElseThrow();
      assertThat(group.getAsJsonObject("pool").get("type").getAsString())
          .isEqualTo("java.util.concurrent.ThreadPoolExecutor");
      assertThat(group.getAsJsonObject("pool").get("pools").getAsInt()).isEqualTo(380);
    }
  }

  @OnEveryJdk
  void tellsStatesApart(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).agent("census-interval=1s").run("Pooled", "states")) {
      jvm.awaitReady();
      eventually(
          jvm,
          () -> {
            Map<String, JsonObject> rows = rows(jvm);
            hasCounts(rows.get("constructBusy"), 4, 4, 0, 0, 0);
            hasThreads(rows.get("constructBusy"), 8, 8, 0, 4);
            hasCounts(rows.get("constructIdle"), 4, 0, 4, 0, 0);
            hasThreads(rows.get("constructIdle"), 4, 0, 4, 0);
            assertThat(rows.get("constructIdle").get("neverUsed").getAsInt()).isZero();
            hasCounts(rows.get("constructUnused"), 4, 0, 4, 0, 0);
            hasThreads(rows.get("constructUnused"), 0, 0, 0, 0);
            assertThat(rows.get("constructUnused").get("neverUsed").getAsInt()).isEqualTo(4);
            assertThat(rows.get("constructUnused").has("lastUsed")).isFalse();
            hasCounts(rows.get("constructShutDown"), 4, 0, 0, 4, 0);
            hasThreads(rows.get("constructShutDown"), 4, 4, 0, 0);
            hasCounts(rows.get("constructTerminated"), 4, 0, 0, 0, 4);
            hasThreads(rows.get("constructTerminated"), 0, 0, 0, 0);
            hasCounts(rows.get("constructForkJoin"), 4, 4, 0, 0, 0);
            assertThat(number(rows.get("constructForkJoin"), "activeThreads")).isEqualTo(4);
            hasCounts(rows.get("constructForkJoinEnded"), 4, 0, 0, 0, 4);
            hasCounts(rows.get("constructMixed"), 2, 0, 1, 0, 1);
            hasCounts(rows.get("constructScheduled"), 1, 0, 1, 0, 0);
            hasThreads(rows.get("constructScheduled"), 2, 0, 2, 2);
            hasCounts(rows.get("constructWrapped"), 1, 1, 0, 0, 0);
            hasThreads(rows.get("constructWrapped"), 4, 3, 1, 0);
            assertThat(rows.get("constructWrapped").get("threadNamePrefix").getAsString())
                .isEqualTo("wrapped-*");
          });
      Map<String, Double> metrics = jvm.metrics();
      assertThat(metrics)
          .containsEntry(pools("ThreadPoolExecutor", "busy"), 5.0)
          .containsEntry(pools("ThreadPoolExecutor", "shutdown"), 4.0)
          .containsEntry(pools("ThreadPoolExecutor", "terminated"), 5.0)
          .containsEntry(pools("ForkJoinPool", "terminated"), 4.0)
          .containsEntry(pools("ThreadPerTaskExecutor", "busy"), 0.0)
          .containsEntry(
              "threadleak_pool_threads{type=\"ThreadPoolExecutor\",state=\"busy\"}", 15.0)
          .containsEntry(
              "threadleak_pool_threads{type=\"ThreadPoolExecutor\",state=\"idle\"}", 5.0);
      assertThat(metrics.get(pools("ScheduledThreadPoolExecutor", "idle"))).isPositive();
      // the JDK's own among them, such as that of ProcessHandle
      assertThat(metrics.get(pools("ThreadPoolExecutor", "idle")))
          .isEqualTo(
              rowsAt(jvm, "?type=ThreadPoolExecutor").stream()
                  .mapToDouble(row -> number(row, "idlePools"))
                  .sum())
          .isGreaterThanOrEqualTo(9);
      assertThat(metrics).containsEntry("threadleak_agent_errors_total{where=\"census\"}", 0.0);
    }
  }

  @OnEveryJdk
  void countsWhatWaitsInTheJdksQueuesAndCallsNoOther(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Pooled", "queues")) {
      jvm.awaitReady();
      Map<String, JsonObject> rows = rows(jvm);
      for (String kind : List.of("Linked", "Array", "Priority", "Deque", "Transfer")) {
        assertThat(number(rows.get("construct" + kind), "queued")).as(kind).isEqualTo(7);
      }
      assertThat(rows.get("constructOwn").has("queued")).isFalse();
      assertThat(jvm.stdout()).noneMatch(line -> line.startsWith("CALLED"));
    }
  }

  @OnEveryJdk
  void neitherCallsAnExecutorNorWaitsForItsLock(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).agent("census-interval=1s").run("Pooled", "hostile")) {
      jvm.awaitReady();
      eventually(
          jvm,
          () -> {
            Map<String, JsonObject> rows = rows(jvm);
            hasCounts(rows.get("Pooled$Mine.<init>"), 1, 1, 0, 0, 0);
            hasThreads(rows.get("Pooled$Mine.<init>"), 1, 1, 0, 0);
            assertThat(rows.get("Pooled$Mine.<init>").get("type").getAsString())
                .isEqualTo("Pooled$Mine");
            hasCounts(rows.get("Pooled$MineForked.<init>"), 1, 1, 0, 0, 0);
            assertThat(rows.get("Pooled$MineForked.<init>").get("type").getAsString())
                .isEqualTo("Pooled$MineForked");
            hasCounts(rows.get("Pooled$1.<init>"), 1, 0, 0, 1, 0);
          });
      jvm.metrics();
      Accounting.verify(jvm);
      assertThat(jvm.metrics())
          .containsEntry("threadleak_agent_errors_total{where=\"census\"}", 0.0)
          .containsEntry("threadleak_agent_errors_total{where=\"http\"}", 0.0);
      assertThat(jvm.stdout()).noneMatch(line -> line.startsWith("CALLED"));
    }
  }

  @OnEveryJdk
  void saysWhenAPoolWasLastUsed(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).agent("census-interval=1s").run("Pooled", "use")) {
      jvm.awaitReady();
      assertThat(row(jvm, "constructUsed").get("neverUsed").getAsInt()).isEqualTo(1);
      assertThat(row(jvm, "constructUsed").has("lastUsed")).isFalse();
      for (int round = 0; round < 2; round++) {
        jvm.send("use");
        jvm.awaitLine("DONE use " + round);
        assertThat(lastUsed(jvm)).as("at once").isLessThan(2);
        eventually(jvm, () -> assertThat(lastUsed(jvm)).isGreaterThanOrEqualTo(2.5));
      }
      assertThat(row(jvm, "constructUsed").get("neverUsed").getAsInt()).isZero();
    }
  }

  @OnEveryJdk
  void forgetsCollectedPools(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).agent("census-interval=1s").run("Pooled", "collect")) {
      jvm.awaitReady();
      assertThat(number(row(jvm, "constructDropped"), "pools")).isEqualTo(200);
      jvm.send("drop");
      jvm.awaitLine("DONE drop");
      eventually(jvm, () -> assertThat(rows(jvm)).doesNotContainKey("constructDropped"));
    }
  }

  @OnEveryJdk
  void filtersBySiteAndType(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Pooled", "states")) {
      jvm.awaitReady();
      String id = row(jvm, "constructMixed").get("siteId").getAsString();
      assertThat(rowsAt(jvm, "?site=" + id)).hasSize(1);
      assertThat(rowsAt(jvm, "?site=*constructMixed*")).hasSize(1);
      assertThat(rowsAt(jvm, "?type=Scheduled*&site=Pooled.*")).hasSize(1);
      assertThat(rowsAt(jvm, "?type=java.util.concurrent.ForkJoinPool&site=Pooled.*")).hasSize(2);
      assertThat(jvm.get("/api/v1/pools?colour=green").statusCode()).isEqualTo(400);
      assertThat(jvm.get("/api/v1/pools?colour=green").body()).contains("colour");
    }
  }

  @OnEveryJdk
  void namesTheCommonPool(Jdk jdk) throws Exception {
    try (ForkedJvm jvm =
        ForkedJvm.on(jdk)
            .jvm("-Djava.util.concurrent.ForkJoinPool.common.parallelism=4")
            .run("Routes", "commonPool")) {
      jvm.awaitReady();
      assertThat(rowsAt(jvm, ""))
          .filteredOn(row -> row.has("role"))
          .anySatisfy(
              row -> {
                assertThat(row.get("role").getAsString()).isEqualTo("common pool");
                assertThat(row.get("summary").getAsString()).startsWith("the common pool");
                assertThat(row.get("threadNamePrefix").getAsString())
                    .isEqualTo("ForkJoinPool.commonPool-worker-*");
              });
    }
  }

  @OnEveryJdk(from = 21)
  void readsExecutorsOfVirtualThreads(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Pooled21")) {
      jvm.awaitReady();
      eventually(
          jvm,
          () -> {
            Map<String, JsonObject> rows = rows(jvm);
            hasCounts(rows.get("constructVirtualWorkers"), 5, 5, 0, 0, 0);
            hasThreads(rows.get("constructVirtualWorkers"), 15, 10, 5, 0);
            assertThat(rows.get("constructVirtualWorkers").get("threadNamePrefix").getAsString())
                .isEqualTo("vw-*");
            hasCounts(rows.get("constructPerTask"), 5, 5, 0, 0, 0);
            hasThreads(rows.get("constructPerTask"), 15, 15, 0, 0);
            hasCounts(rows.get("constructPerTaskIdle"), 5, 0, 5, 0, 0);
            hasCounts(rows.get("constructPerTaskClosed"), 5, 0, 0, 0, 5);
          });
      assertThat(rowsAt(jvm, ""))
          .extracting(row -> row.has("role") ? row.get("role").getAsString() : "")
          .contains("carriers of virtual threads");
    }
  }

  @OnEveryJdk
  void findsPoolsThatAreOlderThanTheAgent(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).withoutAgent().run("Pooled", "leak")) {
      jvm.awaitReady();
      List<String> attach =
          List.of(
              jdk.tool("java").toString(),
              "-jar",
              ForkedJvm.AGENT_JAR.toString(),
              "attach",
              String.valueOf(jvm.pid()),
              "port=0,port-file=" + jvm.portFile() + ",census-interval=1s");
      assertThat(Finished.run(attach).exitCode()).isZero();
      jvm.send("new");
      jvm.awaitLine("DONE new");
      eventually(
          jvm,
          () -> {
            List<JsonObject> older = rowsAt(jvm, "?site=before-agent&type=ThreadPoolExecutor");
            assertThat(older).hasSize(1);
            assertThat(older.get(0).get("summary").getAsString())
                .isEqualTo(
                    "380 ThreadPoolExecutors, constructed before the agent, none shut down,"
                        + " 380 idle threads");
            assertThat(older.get(0).has("culprit")).isFalse();
            assertThat(number(row(jvm, "constructNew"), "pools")).isEqualTo(1);
          });
      jvm.exit();
    }
  }

  @OnEveryJdk
  void countsThousandsOfPools(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).agent("census-interval=1s").run("Pooled", "many")) {
      jvm.awaitReady();
      eventually(
          jvm,
          () ->
              assertThat(jvm.metrics().get(pools("ThreadPoolExecutor", "idle")))
                  .isGreaterThanOrEqualTo(3000));
      assertThat(number(row(jvm, "constructUsed"), "pools")).isEqualTo(3000);
    }
  }

  // ----

  private static void eventually(ForkedJvm jvm, Deadline.Assertions assertions) throws Exception {
    assertThat(jvm.isAlive()).isTrue();
    Deadline.eventually(SOON, assertions);
  }

  private static double lastUsed(ForkedJvm jvm) throws IOException, InterruptedException {
    JsonObject used = row(jvm, "constructUsed").getAsJsonObject("lastUsed");
    assertThat(used).isNotNull();
    return used.get("maxSeconds").getAsDouble();
  }

  private static void hasCounts(
      JsonObject row, long pools, long busy, long idle, long shutdown, long terminated) {
    assertThat(row).isNotNull();
    assertThat(
            List.of(
                number(row, "pools"),
                number(row, "busyPools"),
                number(row, "idlePools"),
                number(row, "shutdown"),
                number(row, "terminated")))
        .as(row.get("summary").getAsString())
        .containsExactly(pools, busy, idle, shutdown, terminated);
  }

  private static void hasThreads(
      JsonObject row, long threads, long active, long idle, long queued) {
    assertThat(
            List.of(
                number(row, "threads"),
                number(row, "activeThreads"),
                number(row, "idleThreads"),
                number(row, "queued")))
        .as(row.get("summary").getAsString())
        .containsExactly(threads, active, idle, queued);
  }

  private static long number(JsonObject row, String key) {
    return row.get(key).getAsLong();
  }

  private static String pools(String type, String state) {
    return "threadleak_pools{type=\"" + type + "\",state=\"" + state + "\"}";
  }

  private static JsonObject row(ForkedJvm jvm, String method)
      throws IOException, InterruptedException {
    JsonObject row = rows(jvm).get(method);
    assertThat(row).as(method).isNotNull();
    return row;
  }

  /** The rows by the method of the test program that constructed them. */
  private static Map<String, JsonObject> rows(ForkedJvm jvm)
      throws IOException, InterruptedException {
    return rowsAt(jvm, "").stream()
        .filter(row -> row.has("culprit"))
        .filter(row -> row.get("culprit").getAsString().startsWith("Pooled"))
        .collect(
            Collectors.toMap(
                row -> row.get("culprit").getAsString().replaceAll("^Pooled(21)?\\.|\\(.*", ""),
                row -> row));
  }

  private static List<JsonObject> rowsAt(ForkedJvm jvm, String query)
      throws IOException, InterruptedException {
    List<JsonObject> rows = new ArrayList<>();
    JsonObject document = jvm.json("/api/v1/pools" + query);
    assertThat(document.get("schemaVersion").getAsInt()).isEqualTo(1);
    for (JsonElement row : document.getAsJsonArray("pools")) {
      rows.add(row.getAsJsonObject());
    }
    return rows;
  }
}
