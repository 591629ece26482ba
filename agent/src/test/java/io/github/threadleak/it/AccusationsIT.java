package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Who is accused, who is not, and what is said of it on stderr. */
class AccusationsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String QUICKLY = "census-interval=500ms,stuck-after=2s";

  @OnEveryJdk
  void saysEachNewVerdictOnceWithWhereToLook(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).agent(QUICKLY).run("StuckForGood").awaitReady()) {
      awaitStuck(jvm, 14);
      String line = jvm.awaitErrorLine("[threadleak] stuck: 10 platform threads [queue put]");
      assertThat(line)
          .contains(" spawned at StuckForGood.startSender(StuckForGood.java:")
          .contains(", in one park for 2s or longer; http://127.0.0.1:" + jvm.port());
      String path = line.substring(line.indexOf("/debug/"));
      assertThat(jvm.page(path)).startsWith("threadleak profile: total 10 ");
      awaitFurtherCensuses(jvm);
      assertThat(jvm.agentLines().stream().filter(said -> said.contains(" stuck: ")))
          .as("one for each of the two lines")
          .hasSize(2);
    }
  }

  @OnEveryJdk
  void leavesAloneWhoIsIgnored(Jdk jdk) throws Exception {
    try (ForkedJvm jvm =
        ForkedJvm.on(jdk).agent(QUICKLY, "ignore=keeper-*").run("StuckForGood").awaitReady()) {
      awaitStuck(jvm, 10);
      awaitFurtherCensuses(jvm);
      assertThat(leaks(jvm)).singleElement().satisfies(group -> isOf(group, "startSender"));
      assertThat(jvm.agentLines().stream().filter(said -> said.contains(" stuck: "))).hasSize(1);
      assertThat(jvm.page("/debug/pprof/threads?debug=1&name=keeper-*"))
          .contains(" ok: ignored by keeper-*");
    }
    try (ForkedJvm jvm =
        ForkedJvm.on(jdk)
            .agent(QUICKLY, "ignore=StuckForGood.startSender*;nothing-else")
            .run("StuckForGood")
            .awaitReady()) {
      awaitStuck(jvm, 4);
      awaitFurtherCensuses(jvm);
      assertThat(leaks(jvm)).singleElement().satisfies(group -> isOf(group, "startKeeper"));
    }
  }

  @OnEveryJdk
  void findsStuckThreadsThatAreOlderThanTheAgent(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).withoutAgent().run("StuckForGood").awaitReady()) {
      Finished attached =
          Finished.run(
              List.of(
                  jdk.tool("java").toString(),
                  "-jar",
                  ForkedJvm.AGENT_JAR.toString(),
                  "attach",
                  String.valueOf(jvm.pid()),
                  "port=0,port-file=" + jvm.portFile() + "," + QUICKLY));
      assertThat(attached.exitCode()).as(attached::output).isZero();
      awaitStuck(jvm, 14);
      assertThat(leaks(jvm))
          .singleElement()
          .satisfies(
              group ->
                  assertThat(group.get("spawnUnknown").getAsString())
                      .isEqualTo("started before the agent"));
    }
  }

  @OnEveryJdk
  void explainsTheJvmsOwnThreadsAndAccusesNone(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).agent(QUICKLY).run("StuckForGood").awaitReady()) {
      awaitStuck(jvm, 14);
      assertThat(jvm.page("/debug/pprof/threads?debug=1&name=Reference%20Handler"))
          .contains(" ok: hands references that the collector has cleared to their queues");
      assertThat(jvm.page("/debug/pprof/threads?debug=1&name=threadleak-*"))
          .contains("part of this agent");
      assertThat(leaks(jvm)).allSatisfy(group -> isOf(group, "StuckForGood.start"));
    }
  }

  private static void isOf(JsonObject group, String culprit) {
    assertThat(group.getAsJsonObject("spawn").get("culprit").getAsString()).contains(culprit);
  }

  private static void awaitStuck(ForkedJvm jvm, long threads) throws Exception {
    Deadline.eventually(
        PATIENCE,
        () -> {
          long stuck = 0;
          for (JsonObject group : leaks(jvm)) {
            assertThat(group.get("verdict").getAsString()).isEqualTo("stuck");
            stuck += group.get("count").getAsLong();
          }
          assertThat(stuck).isEqualTo(threads);
        });
  }

  private static void awaitFurtherCensuses(ForkedJvm jvm) throws Exception {
    double before = jvm.metrics().get("threadleak_agent_census_seconds_count");
    Deadline.eventually(
        PATIENCE,
        () ->
            assertThat(jvm.metrics().get("threadleak_agent_census_seconds_count"))
                .isGreaterThan(before + 3));
  }

  private static List<JsonObject> leaks(ForkedJvm jvm) throws IOException, InterruptedException {
    List<JsonObject> groups = new ArrayList<>();
    for (JsonElement group :
        jvm.json("/debug/pprof/threadleak?format=json").getAsJsonArray("groups")) {
      groups.add(group.getAsJsonObject());
    }
    return groups;
  }
}
