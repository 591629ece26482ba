package corpus;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Each connection's scheduler goes on pinging after the connection was closed.
 *
 * <p>Source: nats-io/nats.java#83, "All threads don't exit on connection close": the scheduler is
 * not shut down.
 */
final class SchedulerRepeating {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> connect(run));
  }

  private static void connect(Run run) throws InterruptedException {
    ScheduledExecutorService pings = Executors.newScheduledThreadPool(1); // leak: idle pool worker
    pings.scheduleAtFixedRate(() -> {}, 1, 2, TimeUnit.SECONDS);
    Thread.sleep(10);
    if (!run.leaking) {
      pings.shutdownNow();
    }
  }
}
