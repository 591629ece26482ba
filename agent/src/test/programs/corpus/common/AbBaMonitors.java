package corpus;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One thread closes a connection and then its statements, another runs a statement and needs its
 * connection.
 *
 * <p>Source: MySQL bug 64954, "Deadlock on Connection close if another Thread does execute a
 * PreparedStatement".
 */
final class AbBaMonitors {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    Object connection = new Object();
    Object statement = new Object();
    CountDownLatch both = new CountDownLatch(2);
    Thread closing = run.threads.newThread(() -> enterBoth(connection, statement, both));
    Thread executing =
        run.leaking
            ? run.threads.newThread(() -> enterBoth(statement, connection, both))
            : run.threads.newThread(() -> enterBoth(connection, statement, both));
    closing.start(); // leak: monitor
    executing.start(); // leak: monitor
    run.repeat(5, round -> {});
  }

  private static void enterBoth(Object first, Object second, CountDownLatch both) {
    synchronized (first) {
      both.countDown();
      try {
        both.await(2, TimeUnit.SECONDS);
      } catch (InterruptedException cancelled) {
        return;
      }
      synchronized (second) {
        second.notifyAll();
      }
    }
  }
}
