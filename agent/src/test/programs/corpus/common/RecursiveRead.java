package corpus;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A read lock is taken twice in a chain of calls, a writer has come in between, and each waits for
 * the other. A thread may take Java's read lock again; here the second is taken by a helper thread.
 *
 * <p>Source: GoBench's cockroach#3710: "This deadlock is caused by acquiring a RLock twice in a
 * call chain".
 */
final class RecursiveRead {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(3, round -> new Store().request(run));
  }

  private static final class Store {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final CountDownLatch reading = new CountDownLatch(1);

    void request(Run run) {
      Thread scanning = run.threads.newThread(Run.task(() -> scan(run)));
      scanning.start(); // leak: thread join, out of reach
      Thread writing = run.threads.newThread(Run.task(() -> write()));
      writing.start(); // leak: write lock, out of reach
    }

    private void scan(Run run) throws InterruptedException {
      lock.readLock().lock();
      reading.countDown();
      Thread.sleep(100);
      if (!run.leaking) {
        lock.readLock().unlock();
      }
      Thread helper = run.threads.newThread(this::readStatus);
      helper.start(); // leak: read lock, out of reach
      helper.join();
      if (run.leaking) {
        lock.readLock().unlock();
      }
    }

    private void readStatus() {
      lock.readLock().lock();
      lock.readLock().unlock();
    }

    private void write() throws InterruptedException {
      reading.await();
      lock.writeLock().lock();
      lock.writeLock().unlock();
    }
  }
}
