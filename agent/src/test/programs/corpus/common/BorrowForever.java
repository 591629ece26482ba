package corpus;

import java.util.NoSuchElementException;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * Nothing can be made for the pool, so nothing will ever be given back; who borrows waits for it
 * all the same.
 *
 * <p>Source: apache/commons-pool#346: "the thread will wait forever for object in the queue but no
 * object is created".
 */
final class BorrowForever {
  private static final BlockingDeque<String> IDLE = new LinkedBlockingDeque<>();

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(
        5,
        round -> {
          Thread request = run.threads.newThread(Run.task(() -> borrow(run)));
          request.start(); // leak: queue take
        });
  }

  private static String borrow(Run run) throws InterruptedException {
    String pooled = IDLE.pollFirst();
    if (pooled == null && !run.leaking) {
      throw new NoSuchElementException("could not create an object");
    }
    return pooled == null ? IDLE.takeFirst() : pooled;
  }
}
