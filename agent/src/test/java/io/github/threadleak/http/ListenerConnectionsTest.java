package io.github.threadleak.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ListenerConnectionsTest extends ListenerFixture {
  private final List<Raw> clients = new ArrayList<>();

  @Test
  void anIdleConnectionMakesRoomForANinth() throws IOException {
    open();
    for (int i = 0; i < 8; i++) {
      assertThat(client().say("GET /echo" + GET + "\n").answer()).contains(" 200 ");
    }
    assertThat(client().say("GET /echo" + GET + "\n").answer()).contains(" 200 ");
    // The one idle longest was closed; the others live on.
    assertThat(clients.get(0).socket.getInputStream().read()).isEqualTo(-1);
    assertThat(clients.get(7).say("GET /echo" + GET + "\n").answer()).contains(" 200 ");
  }

  @Test
  void aNinthWaitsWhileEightAreBusy() throws IOException {
    Semaphore gate = new Semaphore(0);
    AtomicInteger inside = new AtomicInteger();
    routes.register(
        "GET",
        "/slow",
        (q, a) -> {
          inside.incrementAndGet();
          gate.acquireUninterruptibly();
          a.send(200, "text/plain", "slow");
        });
    open();
    for (int i = 0; i < 9; i++) {
      client().say("GET /slow" + GET + "\n");
    }
    await("eight are served", () -> inside.get() == 8);
    assertThat(threads()).hasSize(9).allMatch(Thread::isDaemon);
    gate.release(1);
    await("the ninth is served", () -> inside.get() == 9);
    gate.release(8);
    for (Raw client : clients.subList(0, 9)) {
      assertThat(client.answer()).endsWith("slow");
    }
  }

  @Test
  void cutsAConnectionThatIsIdle() throws IOException {
    open(Duration.ofMillis(500));
    Raw silent = client();
    Raw served = client();
    assertThat(served.say("GET /echo" + GET + "\n").answer()).contains(" 200 ");
    assertThat(silent.rest()).isEmpty();
    assertThat(served.rest()).isEmpty();
  }

  @Test
  void cutsARequestThatTricklesIn() throws IOException {
    open(Duration.ofMillis(500));
    Raw slow = client().say("GET /echo" + GET);
    slow.socket.setSoTimeout(50);
    long start = System.nanoTime();
    boolean cut = false;
    while (!cut && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20)) {
      try {
        slow.say("X: y\n");
        cut = slow.socket.getInputStream().read() < 0;
      } catch (SocketTimeoutException stillOpen) {
        continue;
      } catch (IOException reset) {
        cut = true;
      }
    }
    assertThat(cut).isTrue();
  }

  @Test
  void cutsAClientThatDoesNotRead() throws Exception {
    CountDownLatch brokenOff = new CountDownLatch(1);
    routes.register(
        "GET", "/endless", (q, a) -> a.stream("text/plain", out -> endless(brokenOff, out)));
    open(Duration.ofMillis(500));
    client().say("GET /endless" + GET + "\n");
    assertThat(brokenOff.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(get("/echo")).contains(" 200 ");
    assertThat(faults).hasValue(0);
  }

  @Test
  void aClientThatHangsUpLeavesTheWorkerUsable() throws Exception {
    for (int i = 0; i < 10; i++) {
      CountDownLatch brokenOff = new CountDownLatch(1);
      String path = "/endless" + i;
      routes.register(
          "GET", path, (q, a) -> a.stream("text/plain", out -> endless(brokenOff, out)));
      if (listener == null) {
        open();
      }
      try (Raw raw = new Raw(listener.port())) {
        raw.say("GET " + path + GET + "\n").socket.getInputStream().readNBytes(1_000);
      }
      assertThat(brokenOff.await(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(get("/echo")).contains(" 200 ");
    assertThat(faults).hasValue(0);
  }

  private static void endless(CountDownLatch brokenOff, OutputStream out) throws IOException {
    try {
      byte[] bytes = new byte[100_000];
      while (true) {
        out.write(bytes);
      }
    } catch (IOException cut) {
      brokenOff.countDown();
      throw cut;
    }
  }

  @Test
  void closingEndsThreadsAndConnections() throws IOException {
    CountDownLatch inside = new CountDownLatch(1);
    routes.register(
        "GET",
        "/sleep",
        (q, a) -> {
          inside.countDown();
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException closing) {
            throw new HttpError(503, "closing");
          }
        });
    open();
    client().say("GET /sleep" + GET + "\n");
    assertThat(client().say("GET /echo" + GET + "\n").answer()).contains(" 200 ");
    await("the handler runs", () -> inside.getCount() == 0);
    long start = System.nanoTime();
    listener.close();
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
    assertThat(threads()).isEmpty();
    assertThat(clients.get(1).rest()).isEmpty();
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("threadleak-http-"))
        .toList();
  }

  private Raw client() throws IOException {
    Raw client = new Raw(listener.port());
    clients.add(client);
    return client;
  }

  @AfterEach
  void hangUp() throws IOException {
    for (Raw client : clients) {
      client.close();
    }
  }
}
