package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The sites of a mixed load, whose program says itself how many threads each line has started and
 * how many of them are left: lambdas, method references, anonymous classes, FutureTask and
 * CompletableFuture, a library's wrapper, one class of tasks from several lines, a line that is
 * rare, and one that comes late.
 */
class CaptureIT {
  private static final double HONEST = 0.01;

  /**
   * Captured at most, of all spawns of the program where captures are samples: more than half of
   * its spawns run tasks of a class that several lines spawn.
   */
  private static final double SAMPLED = 0.75;

  private record Counts(long started, long live) {}

  @OnEveryJdk(from = 21)
  void exactCaptureIsExact(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).agent("spawn-stacks=exact").run("MixedSpawns")) {
      verify(jvm, 0);
      JsonObject threads = jvm.threads();
      assertThat(threads.get("captureMode").getAsString()).isEqualTo("exact");
      assertThat(capture(threads, "inferred")).isZero();
      assertThat(capture(threads, "captured")).isEqualTo(started(threads));
      assertThat(threads.getAsJsonArray("groups"))
          .filteredOn(group -> group.getAsJsonObject().has("spawn"))
          .allMatch(group -> isExact(group));
    }
  }

  @OnEveryJdk(from = 21)
  void adaptiveCaptureIsHonest(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).agent("spawn-stacks=adaptive").run("MixedSpawns")) {
      verify(jvm, HONEST);
      JsonObject threads = jvm.threads();
      assertThat(threads.get("captureMode").getAsString()).isEqualTo("adaptive");
      assertThat(capture(threads, "captured") + capture(threads, "inferred"))
          .isEqualTo(started(threads));
      assertThat(threads.getAsJsonObject("capture").get("share").getAsDouble())
          .isBetween(0.01, SAMPLED);
      assertThat(capture(threads, "inferredClasses")).isPositive();
      assertThat(capture(threads, "ambiguousClasses")).isBetween(4L, 10L);
      assertThat(threads.getAsJsonArray("groups")).anyMatch(group -> !isExact(group));

      Map<String, Double> metrics = jvm.metrics();
      assertThat(metrics)
          .containsEntry("threadleak_agent_capture_mode{mode=\"adaptive\"}", 1.0)
          .containsEntry(
              "threadleak_agent_spawns_total{stack=\"captured\"}",
              (double) capture(threads, "captured"))
          .containsEntry(
              "threadleak_agent_spawns_total{stack=\"inferred\"}",
              (double) capture(threads, "inferred"));
    }
  }

  @OnEveryJdk(from = 21)
  void autoIsHonestWhenItsBudgetIsSpent(Jdk jdk) throws Exception {
    try (ForkedJvm jvm =
        ForkedJvm.on(jdk).agent("spawn-stacks=auto", "capture-cpu=0.1%").run("MixedSpawns")) {
      verify(jvm, HONEST);
      JsonObject threads = jvm.threads();
      assertThat(threads.get("captureMode").getAsString()).isEqualTo("adaptive");
      assertThat(capture(threads, "inferred")).isPositive();
    }
  }

  private static void verify(ForkedJvm jvm, double tolerance) throws Exception {
    Map<String, Counts> expected = new HashMap<>();
    jvm.awaitLine("READY", Duration.ofSeconds(120));
    for (String line : jvm.stdout()) {
      if (line.startsWith("SITE ")) {
        String[] words = line.split(" ");
        expected.put(words[1], new Counts(Long.parseLong(words[2]), Long.parseLong(words[3])));
      }
    }
    assertThat(expected).hasSize(18);
    Deadline.eventually(
        Duration.ofSeconds(30),
        () -> {
          Map<String, Counts> found = sites(jvm);
          expected.forEach(
              (culprit, counts) -> {
                Counts its = found.getOrDefault(culprit, new Counts(0, 0));
                close(culprit + " started", its.started(), counts.started(), tolerance);
                close(culprit + " live", its.live(), counts.live(), tolerance);
              });
        });
  }

  private static void close(String what, long found, long expected, double tolerance) {
    // one in a hundred, and never less than one where anything may differ
    double slack = tolerance == 0 ? 0 : Math.max(1, expected * tolerance);
    assertThat(Math.abs(found - expected))
        .as("%s: %d instead of %d", what, found, expected)
        .isLessThanOrEqualTo((long) slack);
  }

  private static Map<String, Counts> sites(ForkedJvm jvm) throws IOException, InterruptedException {
    Map<String, Counts> found = new HashMap<>();
    for (JsonElement element : jvm.json("/api/v1/sites").getAsJsonArray("sites")) {
      JsonObject site = element.getAsJsonObject();
      String culprit = site.get("culprit").getAsString();
      found.put(
          culprit.substring(0, Math.max(0, culprit.indexOf('('))),
          new Counts(site.get("started").getAsLong(), site.get("virtual").getAsLong()));
    }
    return found;
  }

  private static long capture(JsonObject threads, String name) {
    return threads.getAsJsonObject("capture").get(name).getAsLong();
  }

  private static long started(JsonObject threads) {
    return Accounting.total(threads, "startedVirtual");
  }

  private static boolean isExact(JsonElement group) {
    JsonObject spawn = group.getAsJsonObject().getAsJsonObject("spawn");
    return spawn == null || spawn.get("exact").getAsBoolean();
  }
}
