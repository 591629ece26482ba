package io.github.threadleak.it;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Polls a condition until it holds or the time is up; the only waiting that the tests do. */
final class Deadline {
  private static final long POLL_MILLIS = 50;

  private final long endNanos;

  private Deadline(long endNanos) {
    this.endNanos = endNanos;
  }

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  boolean passed() {
    return System.nanoTime() - endNanos >= 0;
  }

  long remainingMillis() {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime()));
  }

  /** Waits a little before the next look; false once the time is up. */
  boolean again() throws InterruptedException {
    if (passed()) {
      return false;
    }
    Thread.sleep(Math.min(POLL_MILLIS, remainingMillis()));
    return true;
  }

  /** Repeats assertions until they pass; the last failure is the one thrown. */
  static void eventually(Duration time, Assertions assertions) throws Exception {
    Deadline deadline = in(time);
    while (true) {
      try {
        assertions.check();
        return;
      } catch (AssertionError | java.io.IOException failure) {
        if (!deadline.again()) {
          throw failure;
        }
      }
    }
  }

  static boolean holdsWithin(Duration time, Callable<Boolean> condition) throws Exception {
    Deadline deadline = in(time);
    while (!condition.call()) {
      if (!deadline.again()) {
        return false;
      }
    }
    return true;
  }

  /** What must come to hold. */
  interface Assertions {
    void check() throws Exception;
  }
}
