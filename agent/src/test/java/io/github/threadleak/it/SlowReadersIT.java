package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A dump far larger than the heap has room for, read by clients that stop or hang up in the middle.
 */
class SlowReadersIT {
  private static final int THREADS = 100_000;

  @OnEveryJdk(from = 21)
  void streamsADumpThatNoHeapCouldHold(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk)) {
      for (String format : new String[] {"debug=2", "format=jstack", "debug=2&exact=true"}) {
        assertThat(countStanzas(jvm, format)).as(format).isEqualTo(THREADS);
      }
      assertThat(jvm.metrics().get("threadleak_agent_errors_total{where=\"http\"}")).isZero();
    }
  }

  @OnEveryJdk(from = 21)
  void aClientThatStopsReadingHoldsNobodyBack(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk);
        Socket stalled = open(jvm, "/debug/pprof/threads?debug=2")) {
      assertThat(stalled.getInputStream().readNBytes(1 << 16)).hasSize(1 << 16);
      for (int i = 0; i < 5; i++) {
        assertThat(jvm.page("/debug/pprof/threads?debug=1")).contains("virtual " + THREADS + ")");
        assertThat(jvm.metrics()).containsKey("threadleak_threads{kind=\"virtual\"}");
      }
      var second = jvm.get("/debug/pprof/threads?debug=2");
      assertThat(second.statusCode()).isEqualTo(429);
      assertThat(second.headers().firstValue("Retry-After")).isPresent();
    }
  }

  @OnEveryJdk(from = 21)
  void aClientThatHangsUpMakesRoomForTheNext(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk)) {
      for (int i = 0; i < 3; i++) {
        Deadline.eventually(
            Duration.ofSeconds(30),
            () -> {
              try (Socket quitter = open(jvm, "/debug/pprof/threads?debug=2")) {
                assertThat(quitter.getInputStream().readNBytes(1 << 16)).hasSize(1 << 16);
              }
            });
      }
      Deadline.eventually(
          Duration.ofSeconds(30),
          () -> assertThat(countStanzas(jvm, "debug=2")).isEqualTo(THREADS));
      assertThat(jvm.metrics().get("threadleak_agent_errors_total{where=\"http\"}"))
          .as("a client that hangs up is no fault of the agent's")
          .isZero();
    }
  }

  /** The threads take half of the heap, and a dump of them is some 90 MB of text. */
  private static ForkedJvm start(Jdk jdk) throws Exception {
    return ForkedJvm.on(jdk)
        .jvm("-Xmx320m", "-XX:+UseSerialGC")
        .run("ParkedCrowd", THREADS)
        .awaitReady();
  }

  private static Socket open(ForkedJvm jvm, String path) throws Exception {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(1 << 14);
    socket.setSoTimeout(60_000);
    socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), jvm.port()));
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static long countStanzas(ForkedJvm jvm, String format) throws Exception {
    URI uri =
        URI.create(
            "http://127.0.0.1:" + jvm.port() + "/debug/pprof/threads?kind=virtual&" + format);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(uri.toURL().openStream(), StandardCharsets.UTF_8))) {
      return lines.lines().filter(SlowReadersIT::isHeader).count();
    }
  }

  private static boolean isHeader(String line) {
    return line.matches("thread \\d+ \"\" virtual \\[.*]:")
        || line.matches("\"VirtualThread\\[#\\d+.*\" #\\d+ .*");
  }
}
