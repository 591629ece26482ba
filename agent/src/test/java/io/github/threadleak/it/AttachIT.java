package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/** The agent joins a JVM that has been running without it, and leaves again. */
class AttachIT {
  private static final String BEFORE_THE_AGENT = "started before the agent";
  private static final int PARKED = 200_000;

  @OnEveryJdk
  void countsOldThreadsAsUnknownAndNewOnesBySite(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).withoutAgent().run("AttachTarget17")) {
      jvm.awaitReady();
      assertThat(attach(jvm).exitCode()).isZero();
      jvm.send("start");
      jvm.awaitLine("STARTED");
      JsonObject threads =
          Accounting.verify(
              jvm, List.of(new Expectation("platform", 50, "AttachTarget17.startNew(")));
      assertThat(startedBefore(threads, "platform")).isGreaterThanOrEqualTo(100);
      jvm.exit();
    }
  }

  @OnEveryJdk(from = 21)
  void reconcilesABusyJvm(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).withoutAgent().run("AttachTarget", PARKED)) {
      jvm.awaitReady();
      jvm.send("churn");
      jvm.awaitLine("CHURNING");
      Finished attached = attach(jvm);
      assertThat(attached.exitCode()).as(attached::output).isZero();
      assertThat(jvm.threads().get("instrumented").getAsBoolean()).isTrue();
      jvm.send("start 1000");
      jvm.awaitLine("STARTED 1000");
      jvm.send("quiet");
      jvm.awaitLine("QUIET");
      jvm.send("count");
      long alive = Long.parseLong(jvm.awaitLine("ALIVE ").split(" ")[1]);
      assertThat(alive).isEqualTo(PARKED + 1000);

      JsonObject threads =
          Accounting.verify(
              jvm,
              List.of(
                  new Expectation("virtual", 1000, "AttachTarget.startNew("),
                  new Expectation("virtual", 0, "AttachTarget.startShort(")));
      assertThat(Accounting.total(threads, "virtual")).isEqualTo(alive);
      assertThat(startedBefore(threads, "virtual")).isEqualTo(PARKED);
      assertThat(Accounting.total(threads, "endedVirtual")).isPositive();
      jvm.exit();
    }
  }

  @OnEveryJdk
  void leavesNothingListeningWhenDetachedAndCanComeBack(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).withoutAgent().run("AttachTarget17")) {
      jvm.awaitReady();
      assertThat(attach(jvm).exitCode()).isZero();
      int port = jvm.port();

      Finished detached = command(jvm.jdk(), "attach", String.valueOf(jvm.pid()), "detach");
      assertThat(detached.exitCode()).as(detached::output).isZero();
      assertThat(Deadline.holdsWithin(Duration.ofSeconds(10), () -> refuses(port))).isTrue();
      jvm.send("start");
      jvm.awaitLine("STARTED 50");
      assertThat(jvm.isAlive()).isTrue();

      jvm.forgetPort();
      Finished again = attach(jvm);
      assertThat(again.exitCode()).as(again::output).isZero();
      JsonObject threads = Accounting.verify(jvm, List.of());
      assertThat(startedBefore(threads, "platform")).isGreaterThanOrEqualTo(150);
      jvm.exit();
    }
  }

  /**
   * The JDK's method handle caches hold the agent's classes by soft references, which this JVM is
   * told to clear at once.
   */
  @OnEveryJdk
  void leavesNoClassOfItsOwnLoadedWhenDetached(Jdk jdk) throws Exception {
    try (ForkedJvm jvm =
        ForkedJvm.on(jdk)
            .withoutAgent()
            .jvm("-XX:SoftRefLRUPolicyMSPerMB=0")
            .run("AttachTarget17")) {
      jvm.awaitReady();
      assertThat(attach(jvm).exitCode()).isZero();
      jvm.metrics();
      for (String format :
          List.of(
              "debug=0",
              "debug=1",
              "debug=2",
              "seconds=1",
              "format=json",
              "format=jstack",
              "format=folded",
              "format=html")) {
        jvm.page("/debug/pprof/threads?" + format);
        jvm.page("/debug/pprof/goroutineleak?" + format);
      }
      assertThat(loadedClasses(jvm)).contains("io.github.threadleak.registry.Registry");

      command(jdk, "attach", String.valueOf(jvm.pid()), "detach");

      Deadline.eventually(
          Duration.ofSeconds(30),
          () -> assertThat(loadedClasses(jvm)).doesNotContain("io.github.threadleak."));
      jvm.exit();
    }
  }

  /** A histogram of the heap's classes, which collects garbage first. */
  private static String loadedClasses(ForkedJvm jvm) throws IOException {
    return Finished.run(
            List.of(
                jvm.jdk().tool("jcmd").toString(), String.valueOf(jvm.pid()), "GC.class_histogram"))
        .stdout();
  }

  @OnEveryJdk
  void aSecondAttachSaysOneLineAndChangesNothing(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).withoutAgent().run("AttachTarget17")) {
      jvm.awaitReady();
      assertThat(attach(jvm).exitCode()).isZero();
      int port = jvm.port();
      int lines = jvm.agentLines().size();

      Finished second = attach(jvm);
      Deadline.eventually(
          Duration.ofSeconds(10),
          () ->
              assertThat(String.join("\n", jvm.agentLines()) + second.output())
                  .contains("already running"));
      assertThat(refuses(port)).isFalse();
      assertThat(jvm.page("/healthz").trim()).isEqualTo("ok");
      jvm.exit();
      assertThat(jvm.agentLines().size()).isLessThanOrEqualTo(lines + 1);
    }
  }

  @OnEveryJdk
  void saysThatAnUnknownProcessCannotBeReached(Jdk jdk) throws Exception {
    Finished attached = command(jdk, "attach", "999999999", "port=0");
    assertThat(attached.exitCode()).as(attached::output).isEqualTo(3);
    assertThat(attached.output()).contains("999999999").doesNotContain("\tat ");
  }

  private static Finished attach(ForkedJvm jvm) throws IOException {
    return command(
        jvm.jdk(),
        "attach",
        String.valueOf(jvm.pid()),
        "port=0,port-file=" + jvm.portFile() + ",census-interval=1s");
  }

  private static Finished command(Jdk jdk, String... words) throws IOException {
    List<String> command = new java.util.ArrayList<>();
    command.addAll(List.of(jdk.tool("java").toString(), "-jar", ForkedJvm.AGENT_JAR.toString()));
    command.addAll(List.of(words));
    return Finished.run(command);
  }

  private static long startedBefore(JsonObject threads, String kind) {
    return Accounting.groups(threads).stream()
        .filter(group -> group.has("spawnUnknown"))
        .filter(group -> group.get("spawnUnknown").getAsString().equals(BEFORE_THE_AGENT))
        .filter(group -> group.get("kind").getAsString().equals(kind))
        .mapToLong(group -> group.get("count").getAsLong())
        .sum();
  }

  private static boolean refuses(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (ConnectException refused) {
      return true;
    }
  }
}
