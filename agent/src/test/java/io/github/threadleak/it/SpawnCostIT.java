package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.time.Duration;

/**
 * What a count can show of the cost of a spawn: bytes allocated, bytes kept, stacks captured. Times
 * are the benchmarks' business.
 */
class SpawnCostIT {
  private static final int PARKED = 200_000;

  /** A stack in HotSpot's raw form: 680 bytes for each 32 frames, and the Throwable. */
  private static final long CAPTURE_BYTES = 800;

  /** One spawn in 128 is sampled; the first few thousand of a class are more. */
  private static final double SAMPLED = 0.03;

  /** Of fixed size: the tables of sites and pools. */
  private static final double TABLES = 2.5e6;

  @OnEveryJdk(from = 21)
  void recordingAllocatesNothing(Jdk jdk) throws Exception {
    assertThat(allocated(jdk, "spawn-stacks=off") - allocatedWithoutAgent(jdk)).isBetween(-8L, 0L);
  }

  @OnEveryJdk(from = 21)
  void aCaptureAllocatesItsStackAndNoMore(Jdk jdk) throws Exception {
    assertThat(allocated(jdk, "spawn-stacks=exact") - allocatedWithoutAgent(jdk))
        .isBetween(100L, CAPTURE_BYTES);
  }

  @OnEveryJdk(from = 21)
  void fewStacksAreCapturedAndLittleIsKept(Jdk jdk) throws Exception {
    long without = allocatedWithoutAgent(jdk);
    try (ForkedJvm jvm =
        ForkedJvm.on(jdk)
            .agent("spawn-stacks=adaptive", "census-interval=1s")
            .run("SpawnCost", PARKED)) {
      assertThat(bytes(jvm) - without).isBetween(-8L, 2 * CAPTURE_BYTES / 100);
      jvm.awaitReady();
      JsonObject capture = jvm.threads().getAsJsonObject("capture");
      assertThat(capture.get("share").getAsDouble()).isBetween(0.007, SAMPLED);
      double before = jvm.metrics().get("threadleak_agent_census_seconds_count");
      Deadline.eventually(
          Duration.ofSeconds(60),
          () ->
              assertThat(jvm.metrics().get("threadleak_agent_census_seconds_count"))
                  .isGreaterThan(before));
      double kept = jvm.metrics().get("threadleak_agent_registry_bytes");
      assertThat(kept).isLessThan(TABLES + 64.0 * PARKED);
    }
  }

  private static long allocatedWithoutAgent(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).withoutAgent().run("SpawnCost", 0)) {
      return bytes(jvm);
    }
  }

  private static long allocated(Jdk jdk, String option) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).agent(option).run("SpawnCost", 0)) {
      return bytes(jvm);
    }
  }

  private static long bytes(ForkedJvm jvm) throws InterruptedException {
    return Long.parseLong(jvm.awaitLine("ALLOCATED ").substring("ALLOCATED ".length()));
  }
}
