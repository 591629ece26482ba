package io.github.threadleak.registry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The agent's own time: tenths of a second since it started, in an {@code int} that lasts for six
 * years.
 */
public final class Clock {
  private static final long TENTH_NANOS = 100_000_000L;
  private static final long MILLIS_PER_TENTH = 100;

  // One tenth of grace, so that a time is never 0 or negative.
  private final long startNanos = System.nanoTime() - TENTH_NANOS;

  /** Now, in tenths of a second; monotonic. */
  public int now() {
    return (int) ((System.nanoTime() - startNanos) / TENTH_NANOS);
  }

  /** Seconds from {@code tenths} until {@code now}, at least 0. */
  public static double secondsBetween(int tenths, int now) {
    return Math.max(0, now - tenths) / 10.0;
  }

  /** When {@code tenths} was on the clock of the wall as it is set now, in whole seconds. */
  public Instant instantOf(int tenths) {
    return Instant.now()
        .minusMillis((now() - (long) tenths) * MILLIS_PER_TENTH)
        .truncatedTo(ChronoUnit.SECONDS);
  }
}
