package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.Map;

/** The books are exact: nothing that fails, overflows or ends at once skews them. */
class AccountingIT {
  @OnEveryJdk(from = 21)
  void countsAMillionVirtualThreadsBySite(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("VirtualChurn", 1_000_000)) {
      JsonObject threads = Accounting.verify(jvm.awaitReady());
      assertThat(jvm.expectations()).hasSize(16);
      assertThat(Accounting.total(threads, "virtual")).isEqualTo(20_000);
      // a million, and those that only started others: one for each of site 11, two for each of
      // site 12
      assertThat(Accounting.total(threads, "startedVirtual")).isEqualTo(1_000_000 + 3 * 62_500);
      assertThat(jvm.agentLines()).noneMatch(line -> line.contains("Exception"));
    }
  }

  @OnEveryJdk(from = 21)
  void metricsAgreeWithTheDump(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("VirtualChurn", 16_000)) {
      JsonObject threads = Accounting.verify(jvm.awaitReady());
      Map<String, Double> metrics = jvm.metrics();
      assertThat(metrics)
          .containsEntry("threadleak_threads{kind=\"virtual\"}", 320.0)
          .containsEntry(
              "threadleak_threads_started_total{kind=\"virtual\"}",
              (double) Accounting.total(threads, "startedVirtual"))
          .containsEntry(
              "threadleak_threads_ended_total{kind=\"virtual\"}",
              (double) Accounting.total(threads, "endedVirtual"));
      double bySite =
          metrics.entrySet().stream()
              .filter(sample -> sample.getKey().startsWith("threadleak_site_threads{"))
              .filter(sample -> sample.getKey().contains("kind=\"virtual\""))
              .mapToDouble(Map.Entry::getValue)
              .sum();
      assertThat(bySite).isEqualTo(320.0);
      assertThat(metrics.get("threadleak_agent_instrumented")).isEqualTo(1.0);
    }
  }

  @OnEveryJdk
  void stackOverflowsWhileStartingSkewNothing(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Overflow")) {
      Accounting.verify(jvm.awaitReady());
    }
  }

  @OnEveryJdk
  void aFullHeapWhileStartingSkewsNothing(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).jvm("-Xmx64m", "-XX:+UseSerialGC").run("FullHeap")) {
      jvm.awaitLine("WAITING");
      jvm.metrics();
      jvm.threads();
      jvm.send("fill");
      Accounting.verify(jvm.awaitReady());
    }
  }

  /**
   * Without a census, which would find the threads gone and hide that their starts were not taken
   * back.
   */
  @OnEveryJdk
  void aStartThatTheSystemRefusesIsNotCounted(Jdk jdk) throws Exception {
    try (ForkedJvm jvm =
        ForkedJvm.on(jdk)
            .agent("census-interval=1h")
            .jvm("-Xlog:os+thread=off")
            .run("FailedStarts")) {
      Accounting.verify(jvm.awaitReady());
    }
  }

  @OnEveryJdk
  void aSecondStartIsNotCounted(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Routes", "secondStart")) {
      Accounting.verify(jvm.awaitReady());
    }
  }

  @OnEveryJdk(from = 21)
  void aSecondStartOfAVirtualThreadIsNotCounted(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Routes21", "secondVirtualStart")) {
      Accounting.verify(jvm.awaitReady());
    }
  }

  @OnEveryJdk
  void tasksThatARejectingPoolNeverRanAreNotCounted(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Routes", "rejected")) {
      Accounting.verify(jvm.awaitReady());
    }
  }

  @OnEveryJdk(from = 21)
  void tasksThatAClosedExecutorNeverRanAreNotCounted(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Routes21", "closedExecutor")) {
      Accounting.verify(jvm.awaitReady());
    }
  }

  @OnEveryJdk(from = 21)
  void adaptiveCaptureNeverMovesACount(Jdk jdk) throws Exception {
    try (ForkedJvm jvm =
        ForkedJvm.on(jdk).agent("spawn-stacks=adaptive").run("VirtualChurn", 160_000)) {
      JsonObject threads = jvm.awaitReady().threads();
      assertThat(threads.get("captureMode").getAsString()).isEqualTo("adaptive");
      Deadline.eventually(
          java.time.Duration.ofSeconds(30),
          () -> {
            JsonObject now = jvm.threads();
            assertThat(Accounting.total(now, "virtual")).isEqualTo(3_200);
            assertThat(
                    Accounting.total(now, "startedVirtual") - Accounting.total(now, "endedVirtual"))
                .isEqualTo(3_200);
          });
    }
  }
}
