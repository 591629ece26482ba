package corpus;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The signal comes before the wait, and nothing remembers it.
 *
 * <p>Source: GoBench's moby#30408, described as "Wait() has no corresponding Signal()".
 */
final class LostSignal {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> new Order().handle(run));
  }

  private static final class Order {
    private final Lock lock = new ReentrantLock();
    private final Condition paid = lock.newCondition();
    private boolean isPaid;

    void handle(Run run) {
      pay();
      Thread shipping = run.threads.newThread(Run.task(() -> ship(run)));
      shipping.start(); // leak: condition, out of reach
    }

    private void pay() {
      lock.lock();
      isPaid = true;
      paid.signalAll();
      lock.unlock();
    }

    private void ship(Run run) throws InterruptedException {
      lock.lock();
      try {
        while (run.leaking || !isPaid) {
          paid.await();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
