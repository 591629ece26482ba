package corpus;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A waiter is removed from the list of those to wake, and nobody wakes it.
 *
 * <p>Source: chrisvest/stormpot#14, "Whirlpool might remove blocked threads from publist": "the
 * threads will never be unparked".
 */
final class UnparkForgotten {
  private static final Queue<Thread> WAITING = new ConcurrentLinkedQueue<>();

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(
        5,
        round -> {
          Thread claiming = run.threads.newThread(UnparkForgotten::claim);
          claiming.start(); // leak: park, perhaps out of reach
          Thread.sleep(20);
          Thread removed = WAITING.poll();
          if (!run.leaking) {
            LockSupport.unpark(removed);
          }
        });
  }

  private static void claim() {
    WAITING.add(Thread.currentThread());
    LockSupport.park();
  }
}
