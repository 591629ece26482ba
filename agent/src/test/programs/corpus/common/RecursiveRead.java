package corpus;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.StampedLock;

/**
 * A thread takes a read lock twice in a chain of calls; a writer has come in between, and each
 * waits for the other.
 *
 * <p>Source: GoBench's cockroach#3710: "This deadlock is caused by acquiring a RLock twice in a
 * call chain".
 */
final class RecursiveRead {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(4, round -> request(run));
  }

  private static void request(Run run) {
    StampedLock store = new StampedLock();
    CountDownLatch reading = new CountDownLatch(1);
    Thread scanning = run.threads.newThread(Run.task(() -> scan(run, store, reading)));
    scanning.start(); // leak: read lock, out of reach
    Thread writing = run.threads.newThread(Run.task(() -> write(store, reading)));
    writing.start(); // leak: write lock, out of reach
  }

  private static void scan(Run run, StampedLock store, CountDownLatch reading)
      throws InterruptedException {
    long stamp = store.readLock();
    reading.countDown();
    Thread.sleep(100);
    if (run.leaking) {
      store.unlockRead(store.readLock());
    }
    store.unlockRead(stamp);
  }

  private static void write(StampedLock store, CountDownLatch reading) throws InterruptedException {
    reading.await();
    store.unlockWrite(store.writeLock());
  }
}
