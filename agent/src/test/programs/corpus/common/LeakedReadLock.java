package corpus;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A path of failure returns with the read lock held; whoever wants to write waits for ever.
 *
 * <p>Source: GoBench's etcd#5509: "it was returning with the rlock held on a failure path and
 * leaking it. After that any call to client.Close() will block forever waiting for the wlock."
 */
final class LeakedReadLock {
  private static final ReadWriteLock CLIENT = new ReentrantReadWriteLock();

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(
        5,
        round -> {
          if (round == 5) {
            Thread acquiring = run.threads.newThread(() -> acquire(run, true));
            acquiring.start();
            acquiring.join();
          }
          Thread closing = run.threads.newThread(LeakedReadLock::close);
          closing.start(); // leak: write lock
        });
  }

  private static void acquire(Run run, boolean failing) {
    CLIENT.readLock().lock();
    if (failing && run.leaking) {
      return;
    }
    CLIENT.readLock().unlock();
  }

  private static void close() {
    CLIENT.writeLock().lock();
    CLIENT.writeLock().unlock();
  }
}
