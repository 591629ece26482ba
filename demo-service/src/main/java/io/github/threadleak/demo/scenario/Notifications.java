package io.github.threadleak.demo.scenario;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;

/**
 * Pushes notifications to a subscriber's WebSocket: a pump sends what is in the outbox, a heartbeat
 * keeps proxies from cutting the connection.
 *
 * <p>Neither hears that the socket was closed: the pump takes from an outbox that nobody fills any
 * more, the heartbeat sleeps and wakes for ever.
 */
public final class Notifications {
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private final ThreadFactory pumps;
  private final ThreadFactory heartbeats;

  public Notifications(ThreadFactory pumps, ThreadFactory heartbeats) {
    this.pumps = pumps;
    this.heartbeats = heartbeats;
  }

  public Subscription subscribe(Socket socket) {
    BlockingQueue<String> outbox = new LinkedBlockingQueue<>();
    outbox.add("welcome");
    startPump(socket, outbox);
    startHeartbeat(socket);
    return new Subscription() {
      @Override
      public void follow(String topic) {
        outbox.add("following " + topic);
      }

      @Override
      public void socketClosed() {
        outbox.clear();
      }
    };
  }

  private void startPump(Socket socket, BlockingQueue<String> outbox) {
    Thread pump = pumps.newThread(() -> pump(socket, outbox));
    pump.start();
  }

  private void startHeartbeat(Socket socket) {
    Thread heartbeat = heartbeats.newThread(() -> beat(socket));
    heartbeat.start();
  }

  private static void pump(Socket socket, BlockingQueue<String> outbox) {
    try {
      while (true) {
        String message = outbox.take();
        if (socket.isOpen()) {
          attempt(() -> socket.send(message));
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void beat(Socket socket) {
    try {
      while (true) {
        Thread.sleep(HEARTBEAT.toMillis());
        if (socket.isOpen()) {
          attempt(socket::ping);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void attempt(Runnable send) {
    try {
      send.run();
    } catch (RuntimeException lost) {
      // One lost message must not end the subscription.
    }
  }
}
