package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/**
 * What a count can show of the cost of a spawn: bytes allocated, bytes kept, stacks captured. Times
 * are the benchmarks' business.
 */
class SpawnCostIT {
  private static final int PARKED = 200_000;

  /** A stack in HotSpot's raw form: 680 bytes for each 32 frames, and the Throwable. */
  private static final long CAPTURE_BYTES = 800;

  private static final String ALLOCATED = "ALLOCATED ";

  private static final String CAPTURED = "threadleak_agent_spawns_total{stack=\"captured\"}";

  /** Of a later batch, when the class of its tasks is well known: one in 128 is sampled. */
  private static final double SPAWNS = 400_000;

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
      bytes(jvm);
      nextBatch(jvm, 2);
      double captured = jvm.metrics().get(CAPTURED);
      assertThat(nextBatch(jvm, 3) - without).isBetween(-8L, 2 * CAPTURE_BYTES / 100);
      assertThat((jvm.metrics().get(CAPTURED) - captured) / SPAWNS).isBetween(0.5 / 128, 2.0 / 128);
      jvm.send("go");
      jvm.awaitReady();
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

  /** The bytes of each spawn of the batch of that number. */
  private static long nextBatch(ForkedJvm jvm, int number) throws Exception {
    jvm.send("go");
    Deadline.eventually(Duration.ofSeconds(60), () -> assertThat(allocations(jvm)).hasSize(number));
    return allocations(jvm).get(number - 1);
  }

  private static List<Long> allocations(ForkedJvm jvm) {
    return jvm.stdout().stream()
        .filter(line -> line.startsWith(ALLOCATED))
        .map(line -> Long.parseLong(line.substring(ALLOCATED.length())))
        .toList();
  }

  private static long bytes(ForkedJvm jvm) throws InterruptedException {
    jvm.awaitLine(ALLOCATED);
    return allocations(jvm).get(0);
  }
}
