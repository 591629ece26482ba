package io.github.threadleak.demo.load;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Spreads a number of calls over a time, for any number of callers; thread-safe. */
final class Pace {
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(5);

  private final long intervalNanos;
  private final long endNanos;
  private final AtomicLong nextNanos;

  Pace(int calls, Duration duration) {
    intervalNanos = Math.max(duration.toNanos() / calls, SHORTEST_INTERVAL.toNanos());
    long now = System.nanoTime();
    endNanos = now + duration.toNanos();
    nextNanos = new AtomicLong(now);
  }

  /** Waits for the caller's turn; false when there are no more turns. */
  boolean awaitTurn(SplittableRandom random) throws InterruptedException {
    long turn = nextNanos.getAndAdd(intervalNanos);
    if (turn - endNanos >= 0 || System.nanoTime() - endNanos >= 0) {
      return false;
    }
    TimeUnit.NANOSECONDS.sleep(turn + random.nextLong(intervalNanos) - System.nanoTime());
    return true;
  }
}
