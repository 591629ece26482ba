package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Profiles with {@code seconds}. */
class DifferenceIT {
  private static final String LOOKING = "io.github.threadleak.endpoint.Look.difference(";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @OnEveryJdk
  void showsWhatHasComeLessWhatHasGone(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("ComeAndGo")) {
      jvm.awaitReady();
      jvm.port();
      CompletableFuture<HttpResponse<byte[]>> asked =
          CompletableFuture.supplyAsync(() -> bytes(jvm, "/debug/pprof/threads?seconds=4"));
      awaitWaiting(jvm, 1);
      jvm.send("go");
      jvm.awaitLine("GONE");
      DecodedProfile profile = DecodedProfile.of(asked.get(60, TimeUnit.SECONDS).body());

      assertThat(Duration.ofNanos(profile.durationNanos()))
          .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(30));
      assertThat(count(profile, "ComeAndGo.startComing(")).isEqualTo(8);
      assertThat(count(profile, "ComeAndGo.startLeaving(")).isEqualTo(-5);
      assertThat(profile.samples()).noneMatch(sample -> sample.count() == 0);
    }
  }

  @OnEveryJdk
  void takesTwoAtATimeAndForgetsWhoeverHungUp(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("ComeAndGo")) {
      jvm.awaitReady();
      try (Socket one = ask(jvm);
          Socket two = ask(jvm)) {
        awaitWaiting(jvm, 2);
        HttpResponse<String> refused = jvm.get("/debug/pprof/goroutine?seconds=300");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("300");
        assertThat(refused.body().strip()).hasLineCount(1).contains("seconds");
        assertThat(one.isClosed() || two.isClosed()).isFalse();
      }
      awaitWaiting(jvm, 0);
      assertThat(jvm.getBytes("/debug/pprof/goroutine?seconds=1").statusCode()).isEqualTo(200);
    }
  }

  @OnEveryJdk
  void keepsNoJvmFromEnding(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("ComeAndGo")) {
      jvm.awaitReady();
      try (Socket socket = ask(jvm)) {
        awaitWaiting(jvm, 1);
        jvm.send("exit");
        assertThat(jvm.awaitExit(Duration.ofSeconds(10))).isZero();
        assertThat(socket.getInputStream().read()).as("end of stream").isEqualTo(-1);
      }
    }
  }

  /** Asks for five minutes, and does not read. */
  private static Socket ask(ForkedJvm jvm) throws IOException, InterruptedException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), jvm.port());
    socket
        .getOutputStream()
        .write(
            ("GET /debug/pprof/threads?seconds=300 HTTP/1.1\r\nHost: localhost:"
                    + jvm.port()
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Until so many workers stand between their two looks. */
  private static void awaitWaiting(ForkedJvm jvm, int workers) throws Exception {
    Deadline.eventually(
        PATIENCE,
        () -> {
          List<String> lines =
              jvm.page("/debug/pprof/threads?debug=2&reason=sleep").lines().toList();
          assertThat(lines.stream().filter(line -> line.startsWith(LOOKING))).hasSize(workers);
        });
  }

  private static long count(DecodedProfile profile, String culprit) {
    return profile.samples().stream()
        .filter(sample -> sample.labels().getOrDefault("culprit", "").contains(culprit))
        .mapToLong(DecodedProfile.Sample::count)
        .sum();
  }

  private static HttpResponse<byte[]> bytes(ForkedJvm jvm, String path) {
    try {
      return jvm.getBytes(path);
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }
}
