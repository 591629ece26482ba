package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;

/** How long threads have been parked: never more than they are, and known wherever it can be. */
class SinceWhenIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @OnEveryJdk
  void timesAPlatformThreadsPark(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk, "platform")) {
      awaitDurations(jvm, 3);
      assertNeverParkedForLong(jvm);
    }
  }

  @OnEveryJdk(from = 21)
  void timesAVirtualThreadsParkFromACollectionOn(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk, "virtual", "-XX:+UseG1GC")) {
      Deadline.eventually(
          PATIENCE,
          () -> {
            JsonObject parked = groupOf(jvm, "parked-*");
            assertThat(parked.has("parked")).as("%s", parked).isFalse();
            assertThat(parked.has("seenParked")).as("%s", parked).isTrue();
            assertThat(parked.get("seenParked").getAsLong()).isEqualTo(70);
          });
      assertThat(jvm.page("/debug/pprof/threads?debug=1&name=parked-*"))
          .contains("70 virtual [queue take, seen parked]");
      jvm.send("collect");
      jvm.awaitLine("COLLECTED");
      awaitDurations(jvm, 3);
      assertNeverParkedForLong(jvm);
    }
  }

  @OnEveryJdk(from = 21)
  void timesAVirtualThreadsParkWithoutACollectionWhereEveryParkIsNew(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk, "virtual", "-XX:+UseZGC")) {
      awaitDurations(jvm, 3);
      assertNeverParkedForLong(jvm);
    }
  }

  @OnEveryJdk
  void showsWhatACensusCosts(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk, "platform")) {
      Deadline.eventually(
          PATIENCE,
          () -> {
            var metrics = jvm.metrics();
            assertThat(metrics.get("threadleak_agent_census_seconds_count")).isGreaterThan(2);
            assertThat(metrics.get("threadleak_agent_census_seconds_sum")).isPositive();
            assertThat(metrics.get("threadleak_agent_census_age_seconds")).isBetween(0.0, 30.0);
            assertThat(
                    metrics.get(
                        "threadleak_parked_threads{kind=\"platform\",reason=\"queue take\"}"))
                .isBetween(71.0, 72.0);
            assertThat(metrics.get("threadleak_threads_state{kind=\"platform\",state=\"WAITING\"}"))
                .isGreaterThanOrEqualTo(71);
          });
    }
  }

  private static ForkedJvm start(Jdk jdk, String kind, String... jvmArguments) throws Exception {
    return ForkedJvm.on(jdk)
        // No collection but the one that the test asks for.
        .jvm("-Xms600m", "-Xmx600m", "-Xmn400m", "-XX:MetaspaceSize=200m")
        .jvm(jvmArguments)
        .agent("census-interval=1s")
        .run("Parks", kind)
        .awaitReady();
  }

  private static void awaitDurations(ForkedJvm jvm, double seconds) throws Exception {
    Deadline.eventually(
        PATIENCE,
        () -> {
          for (String name : List.of("parked-*", "alone")) {
            JsonObject group = groupOf(jvm, name);
            assertThat(group.has("parked")).as("%s", group).isTrue();
            JsonObject parked = group.getAsJsonObject("parked");
            assertThat(parked.get("minSeconds").getAsDouble()).isGreaterThan(seconds);
            assertThat(parked.get("maxSeconds").getAsDouble())
                .isLessThanOrEqualTo(group.getAsJsonObject("age").get("maxSeconds").getAsDouble());
          }
        });
    assertThat(Accounting.groups(jvm.json("/api/v1/threads?min-parked=3s&name=parked-*")))
        .hasSize(1);
    assertThat(Accounting.groups(jvm.json("/api/v1/threads?min-parked=1h"))).isEmpty();
  }

  /** The consumer is woken fifty times a second, and by each census found parked alike. */
  private static void assertNeverParkedForLong(ForkedJvm jvm) throws Exception {
    double longest = 0;
    Deadline deadline = Deadline.in(Duration.ofSeconds(5));
    do {
      JsonObject consumer = groupOf(jvm, "consumer");
      if (consumer.has("parked")) {
        longest =
            Math.max(longest, consumer.getAsJsonObject("parked").get("maxSeconds").getAsDouble());
      }
    } while (deadline.again());
    assertThat(longest).isLessThan(1);
  }

  private static JsonObject groupOf(ForkedJvm jvm, String name) throws Exception {
    List<JsonObject> groups = Accounting.groups(jvm.json("/api/v1/threads?name=" + name));
    assertThat(groups).hasSize(1);
    return groups.get(0);
  }
}
