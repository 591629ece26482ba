package io.github.threadleak.demo.scenario;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;

/**
 * Pushes notifications to a subscriber's WebSocket: a pump sends what is in the outbox, a heartbeat
 * keeps proxies from cutting the connection.
 *
 * <p>The fix against {@link Notifications}: the subscription owns its two threads and stops them
 * when its socket closes.
 */
public final class NotificationsFixed {
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private final ThreadFactory pumps;
  private final ThreadFactory heartbeats;

  public NotificationsFixed(ThreadFactory pumps, ThreadFactory heartbeats) {
    this.pumps = pumps;
    this.heartbeats = heartbeats;
  }

  public Subscription subscribe(Socket socket) {
    Running subscription = new Running(socket);
    subscription.outbox.add("welcome");
    subscription.startPump();
    subscription.startHeartbeat();
    return subscription;
  }

  private final class Running implements Subscription {
    private final Socket socket;
    private final BlockingQueue<String> outbox = new LinkedBlockingQueue<>();
    private final Thread pump = pumps.newThread(this::pump);
    private final Thread heartbeat = heartbeats.newThread(this::beat);

    // Beside the interrupt, because a blocking send may swallow that.
    private volatile boolean closed;

    Running(Socket socket) {
      this.socket = socket;
    }

    @Override
    public void follow(String topic) {
      outbox.add("following " + topic);
    }

    @Override
    public void socketClosed() {
      closed = true;
      pump.interrupt();
      heartbeat.interrupt();
    }

    void startPump() {
      pump.start();
    }

    void startHeartbeat() {
      heartbeat.start();
    }

    private void pump() {
      try {
        while (!closed) {
          String message = outbox.take();
          attempt(() -> socket.send(message));
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }

    private void beat() {
      try {
        while (!closed) {
          Thread.sleep(HEARTBEAT.toMillis());
          attempt(socket::ping);
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void attempt(Runnable send) {
    try {
      send.run();
    } catch (RuntimeException lost) {
      // One lost message must not end the subscription; a closed socket does, in socketClosed.
    }
  }
}
