package io.github.threadleak.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.threadleak.config.Log;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Opens listeners and closes them after the test. */
abstract class ListenerFixture {
  static final String GET = " HTTP/1.1\nHost: localhost\n";
  static final String CLOSE = "Connection: close\n\n";

  final AtomicInteger faults = new AtomicInteger();
  final Routes routes =
      new Routes()
          .register("GET", "/healthz", (q, a) -> a.send(200, "text/plain", "ok\n"))
          .register("GET", "/metrics", (q, a) -> a.send(200, "text/plain", "m 1\n"))
          .register(
              "GET",
              "/echo",
              (q, a) -> a.send(200, "text/plain", q.path() + " " + q.parameters() + "\n"));
  @Nullable Listener listener;

  Listener open() throws IOException {
    return open("127.0.0.1", null, null, null, Duration.ofSeconds(20));
  }

  Listener open(Duration timeout) throws IOException {
    return open("127.0.0.1", null, null, null, timeout);
  }

  Listener open(
      String host,
      @Nullable Path token,
      @Nullable Path keystore,
      @Nullable Path password,
      Duration timeout)
      throws IOException {
    Settings settings =
        new Settings(host, 0, token, keystore, password, timeout, faults::incrementAndGet);
    listener = Listener.open(settings, routes, new Log(Log.Level.OFF));
    return listener;
  }

  String get(String target) throws IOException {
    return get(target, "");
  }

  String get(String target, String headers) throws IOException {
    return Raw.exchange(listener.port(), "GET " + target + GET + headers + CLOSE);
  }

  static String saidBy(ThrowingRunnable work) throws IOException {
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, UTF_8));
    try {
      work.run();
    } finally {
      System.setErr(before);
    }
    return said.toString(UTF_8);
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("never: " + what);
      }
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void closeListener() {
    if (listener != null) {
      listener.close();
    }
  }

  interface ThrowingRunnable {
    void run() throws IOException;
  }
}
