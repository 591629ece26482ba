package corpus;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Two threads take two locks in opposite order.
 *
 * <p>Source: GoBench's cockroach#7504: Release locks leaseState, then tableNameCache; AcquireByName
 * locks them the other way round.
 */
final class AbBaLocks {
  private static final Lock LEASE_STATE = new ReentrantLock();
  private static final Lock NAME_CACHE = new ReentrantLock();

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    CountDownLatch both = new CountDownLatch(2);
    Thread release = run.threads.newThread(() -> lockBoth(LEASE_STATE, NAME_CACHE, both));
    Thread acquire =
        run.leaking
            ? run.threads.newThread(() -> lockBoth(NAME_CACHE, LEASE_STATE, both))
            : run.threads.newThread(() -> lockBoth(LEASE_STATE, NAME_CACHE, both));
    release.start(); // leak: lock
    acquire.start(); // leak: lock
    run.repeat(5, round -> {});
  }

  private static void lockBoth(Lock first, Lock second, CountDownLatch both) {
    first.lock();
    try {
      both.countDown();
      both.await(2, TimeUnit.SECONDS);
      second.lock();
      second.unlock();
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
    } finally {
      first.unlock();
    }
  }
}
