package corpus;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A method takes the lock and returns early without giving it back; its thread ends, and all that
 * come later wait.
 *
 * <p>Source: GoBench's moby#17176: "takes devices.Lock() but does not drop it if there are no
 * deleted devices. This will block other goroutines trying to acquire devices.Lock()".
 */
final class MissingUnlock {
  private static final Lock DEVICES = new ReentrantLock();

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(
        5,
        round -> {
          if (round == 5) {
            Thread cleaning = run.threads.newThread(() -> clean(run, 0));
            cleaning.start();
            cleaning.join();
          }
          Thread attaching = run.threads.newThread(MissingUnlock::attach);
          attaching.start(); // leak: lock
        });
  }

  private static void clean(Run run, int deleted) {
    DEVICES.lock();
    if (deleted == 0 && run.leaking) {
      return;
    }
    DEVICES.unlock();
  }

  private static void attach() {
    DEVICES.lock();
    DEVICES.unlock();
  }
}
