package corpus;

import java.util.concurrent.CountDownLatch;

/**
 * Each result of a query has a thread that waits for its end; a caller forgets to close it.
 *
 * <p>Source: GoBench's cockroach#13755: "The buggy code does not close the db query result (rows),
 * so that one goroutine running (*Rows).awaitDone is blocked forever."
 */
final class TransactionNeverDone {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> query(run));
  }

  private static void query(Run run) {
    Rows rows = new Rows(run);
    if (!run.leaking) {
      rows.close();
    }
  }

  private static final class Rows implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);

    Rows(Run run) {
      Thread awaiting = run.threads.newThread(Run.task(done::await));
      awaiting.start(); // leak: latch, out of reach
    }

    @Override
    public void close() {
      done.countDown();
    }
  }
}
