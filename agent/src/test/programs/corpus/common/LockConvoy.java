package corpus;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Sixty threads that queue for one lock, each of which waits three seconds for its turn. */
final class LockConvoy {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    Lock lock = new ReentrantLock(true);
    for (int i = 0; i < 60; i++) {
      Thread worker = run.threads.newThread(Run.task(() -> work(lock)));
      worker.start();
    }
    run.repeat(5, round -> {});
  }

  private static void work(Lock lock) throws InterruptedException {
    while (true) {
      lock.lock();
      try {
        Thread.sleep(50);
      } finally {
        lock.unlock();
      }
    }
  }
}
