package io.github.threadleak.site;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many captures a share of one core pays for, tenth of a second by tenth of a second.
 * Lock-free; called by probes.
 */
final class CaptureBudget {
  private static final double TENTH_NANOS = 1e8;

  /** A guess, until the first captures have been timed. */
  private static final int FIRST_GUESS_NANOS = 2_000;

  /** A capture that was interrupted by the scheduler says nothing of what captures cost. */
  private static final int MOST_NANOS = 50_000;

  /** One in so many captures is timed. */
  private static final int TIMED = 64;

  private final double nanosPerTenth;
  private final AtomicInteger spent = new AtomicInteger();
  private volatile int window;
  private volatile int exhausted;

  // Written without care by several threads: an average that misses a value is one still.
  private volatile int costNanos = FIRST_GUESS_NANOS;
  private volatile int captures;

  CaptureBudget(double shareOfACore) {
    nanosPerTenth = shareOfACore * TENTH_NANOS;
    captures = captures(FIRST_GUESS_NANOS);
  }

  /** Whether this tenth of a second has had its share. */
  boolean isSpent(int now) {
    if (window != now || spent.get() < captures) {
      return false;
    }
    if (exhausted != now) {
      exhausted = now;
    }
    return true;
  }

  /** Counts a capture. */
  void spend(int now) {
    if (window != now) {
      window = now;
      spent.set(0);
    }
    spent.getAndIncrement();
  }

  /** When it was last found exhausted, in tenths of a second; 0 for never. */
  int exhausted() {
    return exhausted;
  }

  /** Whether the capture of this number is to be timed. */
  static boolean isTimed(long number) {
    return number % TIMED == 0;
  }

  /** Takes in how long a capture took. */
  void learn(long nanos) {
    int average = costNanos + ((int) Math.min(nanos, MOST_NANOS) - costNanos) / 8;
    costNanos = average;
    captures = captures(average);
  }

  private int captures(int nanos) {
    return (int) Math.max(1, nanosPerTenth / Math.max(1, nanos));
  }
}
