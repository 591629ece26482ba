package corpus;

import java.util.concurrent.CountDownLatch;

/**
 * A handler that throws does not count the latch down, and the thread that waits for it stays.
 *
 * <p>Source: elasticsearch#5440, "Count latch down if sendsPing throws exception".
 */
final class MissingCountDown {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> ping(run));
  }

  private static void ping(Run run) {
    CountDownLatch latch = new CountDownLatch(1);
    Thread pinging = run.threads.newThread(Run.task(latch::await));
    pinging.start(); // leak: latch, out of reach
    Thread sending = run.threads.newThread(Run.task(() -> sendPings(run, latch)));
    sending.start();
  }

  private static void sendPings(Run run, CountDownLatch latch) {
    try {
      throw new IllegalStateException("the node is shutting down");
    } finally {
      if (!run.leaking) {
        latch.countDown();
      }
    }
  }
}
