package corpus;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One thread holds a lock while it hands something over; who would take it waits for the lock.
 *
 * <p>Source: GoBench's kubernetes#10182: "goroutine 1 is blocked on a lock held by goroutine 3,
 * while goroutine 3 is blocked on sending message to ch, which is read by goroutine 1".
 */
final class LockAndQueue {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(4, round -> new StatusManager().sync(run));
  }

  private static final class StatusManager {
    private final Lock podStatuses = new ReentrantLock();
    private final SynchronousQueue<String> updates = new SynchronousQueue<>();
    private final CountDownLatch locked = new CountDownLatch(1);

    void sync(Run run) {
      Thread setting = run.threads.newThread(Run.task(() -> set(run)));
      setting.start(); // leak: queue put, out of reach
      Thread batching = run.threads.newThread(Run.task(() -> batch()));
      batching.start(); // leak: lock, out of reach
    }

    private void set(Run run) throws InterruptedException {
      podStatuses.lock();
      locked.countDown();
      if (run.leaking) {
        updates.put("update");
      }
      podStatuses.unlock();
      if (!run.leaking) {
        updates.put("update");
      }
    }

    private void batch() throws InterruptedException {
      locked.await();
      podStatuses.lock();
      podStatuses.unlock();
      updates.take();
    }
  }
}
