package corpus;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Thirty readers and four writers contend for one lock all the time. */
final class ReadWriteContention {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
    for (int i = 0; i < 30; i++) {
      Thread reader = run.threads.newThread(Run.task(() -> hold(lock.readLock(), 100)));
      reader.start();
    }
    for (int i = 0; i < 4; i++) {
      Thread writer = run.threads.newThread(Run.task(() -> hold(lock.writeLock(), 200)));
      writer.start();
    }
    run.repeat(5, round -> {});
  }

  private static void hold(Lock lock, long millis) throws InterruptedException {
    while (true) {
      lock.lock();
      try {
        Thread.sleep(millis);
      } finally {
        lock.unlock();
      }
      Thread.sleep(millis);
    }
  }
}
