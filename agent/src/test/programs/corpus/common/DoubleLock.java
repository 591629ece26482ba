package corpus;

import java.util.concurrent.locks.StampedLock;

/**
 * A method locks what its caller has locked already; the lock is not reentrant.
 *
 * <p>Source: GoBench's moby#36114: "the lock for the struct svm has already been locked when
 * calling svm.hotRemoveVHDsAtStart()".
 */
final class DoubleLock {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> start(run));
  }

  private static void start(Run run) {
    StampedLock service = new StampedLock();
    Thread starting = run.threads.newThread(() -> startService(run, service));
    starting.start(); // leak: write lock, out of reach
  }

  private static void startService(Run run, StampedLock service) {
    long stamp = service.writeLock();
    try {
      if (run.leaking) {
        service.unlockWrite(service.writeLock());
      }
    } finally {
      service.unlockWrite(stamp);
    }
  }
}
