package io.github.threadleak.demo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotificationsTest {
  private final RecordedWorkers pumps = new RecordedWorkers();
  private final RecordedWorkers heartbeats = new RecordedWorkers();
  private final FakeSocket socket = new FakeSocket();

  @AfterEach
  void endWhatLeaked() throws InterruptedException {
    pumps.interrupt();
    heartbeats.interrupt();
    pumps.awaitEnd();
    heartbeats.awaitEnd();
  }

  @Test
  void closedSocketLeaksPumpAndHeartbeat() throws InterruptedException {
    Subscription subscription = new Notifications(pumps, heartbeats).subscribe(socket);
    useAndClose(subscription);
    pumps.awaitParked(1, LinkedBlockingQueue.class, "take");
    heartbeats.awaitParked(1, Thread.class, "sleep");
  }

  @Test
  void fixedSubscriptionEndsWithItsSocket() throws InterruptedException {
    Subscription subscription = new NotificationsFixed(pumps, heartbeats).subscribe(socket);
    useAndClose(subscription);
    pumps.awaitEnd();
    heartbeats.awaitEnd();
    assertThat(pumps.size()).isEqualTo(1);
    assertThat(heartbeats.size()).isEqualTo(1);
  }

  private void useAndClose(Subscription subscription) throws InterruptedException {
    subscription.follow("orders");
    assertThat(socket.sent.poll(20, TimeUnit.SECONDS)).isEqualTo("welcome");
    assertThat(socket.sent.poll(20, TimeUnit.SECONDS)).isEqualTo("following orders");
    socket.open = false;
    subscription.socketClosed();
  }

  private static final class FakeSocket implements Socket {
    final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    volatile boolean open = true;

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void send(String message) {
      sent.add(message);
    }

    @Override
    public void ping() {}
  }
}
