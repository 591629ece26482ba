package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;

/** What threads are parked on, who holds it, and where that goes round in a circle. */
class BlockersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @OnEveryJdk
  void namesTheOwnerOfALock(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk, "platform", true)) {
      verifyLock(jvm);
      verifyMonitor(jvm);
    }
  }

  @OnEveryJdk(from = 21)
  void namesTheVirtualOwnerOfALock(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk, "virtual", false)) {
      verifyLock(jvm);
    }
  }

  @OnEveryJdk(from = 25)
  void namesTheVirtualOwnerOfAMonitor(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk, "virtual", true)) {
      verifyMonitor(jvm);
      assertThat(jvm.page("/debug/pprof/threads?debug=2&name=monitor-waiter-*"))
          .contains("parked on java.lang.Object 0x")
          .contains("\"monitor-holder\"");
    }
  }

  @OnEveryJdk
  void findsDeadlocksOfPlatformThreads(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk, "platform", true)) {
      verifyDeadlock(jvm, "left", "right");
      verifyDeadlock(jvm, "monitor-left", "monitor-right");
      verifyOnlyThoseAreDeadlocked(jvm, 4);
    }
  }

  @OnEveryJdk(from = 21)
  void findsDeadlocksOfVirtualThreads(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk, "virtual", false)) {
      verifyDeadlock(jvm, "left", "right");
      verifyOnlyThoseAreDeadlocked(jvm, 2);
    }
  }

  /** Before 25 the JDK tells no agent which monitor a virtual thread is at. */
  @OnEveryJdk(from = 25)
  void findsDeadlocksOfVirtualThreadsOverMonitors(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk, "virtual", true)) {
      verifyDeadlock(jvm, "monitor-left", "monitor-right");
    }
  }

  @OnEveryJdk
  void keepsTheIdentityOfABlocker(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk, "platform", false)) {
      String before = blockerOf(groupOf(jvm, "waiter-*")).get("identity").getAsString();
      for (int i = 0; i < 5; i++) {
        assertThat(blockerOf(groupOf(jvm, "waiter-*")).get("identity").getAsString())
            .isEqualTo(before);
      }
    }
  }

  private static ForkedJvm start(Jdk jdk, String kind, boolean monitors) throws Exception {
    return ForkedJvm.on(jdk)
        .jvm("-Djdk.virtualThreadScheduler.parallelism=16")
        .agent("census-interval=1s")
        .run("Locked", kind, monitors)
        .awaitReady();
  }

  private static void verifyLock(ForkedJvm jvm) throws Exception {
    Deadline.eventually(
        PATIENCE,
        () -> {
          JsonObject group = groupOf(jvm, "waiter-*");
          JsonObject blocker = blockerOf(group);
          assertThat(group.get("count").getAsLong()).isEqualTo(90);
          assertThat(blocker.get("class").getAsString())
              .startsWith("java.util.concurrent.locks.ReentrantLock");
          assertThat(blocker.get("shared").getAsLong()).isEqualTo(90);
          assertThat(ownerOf(group)).isEqualTo("holder");
        });
    assertThat(jvm.page("/debug/pprof/threads?debug=1&name=waiter-*"))
        .contains("(all on the same object)")
        .contains("\"holder\"");
  }

  private static void verifyMonitor(ForkedJvm jvm) throws Exception {
    Deadline.eventually(
        PATIENCE,
        () -> {
          JsonObject group = groupOf(jvm, "monitor-waiter-*");
          assertThat(group.get("reason").getAsString()).isEqualTo("monitor");
          assertThat(blockerOf(group).get("class").getAsString()).isEqualTo("java.lang.Object");
          assertThat(blockerOf(group).get("shared").getAsLong()).isEqualTo(5);
          assertThat(ownerOf(group)).isEqualTo("monitor-holder");
        });
  }

  private static void verifyDeadlock(ForkedJvm jvm, String left, String right) throws Exception {
    Deadline.eventually(
        PATIENCE,
        () -> {
          for (String name : List.of(left, right)) {
            JsonObject group = groupOf(jvm, name);
            assertThat(group.get("verdict").getAsString()).as("%s", group).isEqualTo("deadlocked");
            assertThat(group.get("verdictDetail").getAsString())
                .contains("\"" + left + "\"")
                .contains("\"" + right + "\"")
                .contains("which waits for")
                .doesNotContain("Sync");
          }
        });
    assertThat(jvm.page("/debug/pprof/threads?debug=2&name=" + left))
        .contains("deadlocked")
        .contains("\"" + right + "\"");
  }

  private static void verifyOnlyThoseAreDeadlocked(ForkedJvm jvm, int count) throws Exception {
    long deadlocked =
        Accounting.groups(jvm.json("/debug/pprof/threadleak?format=json")).stream()
            .mapToLong(group -> group.get("count").getAsLong())
            .sum();
    assertThat(deadlocked).isEqualTo(count);
  }

  private static String ownerOf(JsonObject group) {
    JsonObject owner = blockerOf(group).getAsJsonObject("owner");
    assertThat(owner).as("owner in %s", group).isNotNull();
    return owner.get("threadName").getAsString();
  }

  private static JsonObject blockerOf(JsonObject group) {
    assertThat(group.has("blocker")).as("%s", group).isTrue();
    return group.getAsJsonObject("blocker");
  }

  private static JsonObject groupOf(ForkedJvm jvm, String name) throws Exception {
    List<JsonObject> groups = Accounting.groups(jvm.json("/api/v1/threads?name=" + name));
    assertThat(groups).as("%s", groups).hasSize(1);
    return groups.get(0);
  }
}
