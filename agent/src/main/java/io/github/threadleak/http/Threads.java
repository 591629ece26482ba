package io.github.threadleak.http;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** How this package starts and ends its threads. */
final class Threads {
  private static final long END_WAIT_MILLIS = 1_000;

  private Threads() {}

  /**
   * A daemon that inherits nothing from whoever starts it, the application's thread in premain
   * included.
   */
  static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Threads.class.getClassLoader());
    return thread;
  }

  /** Waits until they have ended, together for a second at most. */
  static void awaitEnd(List<Thread> threads) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_WAIT_MILLIS);
    try {
      for (Thread thread : threads) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left > 0 && !thread.equals(Thread.currentThread())) {
          thread.join(left);
        }
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
