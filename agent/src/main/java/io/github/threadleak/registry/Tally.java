package io.github.threadleak.registry;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts of thread events since the agent started. Striped by thread id, because ids come in
 * sequence: neighbours never meet on one cache line. Not a LongAdder, which would touch the
 * application's ThreadLocalRandom.
 */
@SuppressWarnings("EnumOrdinal") // the place of a count in its cache line
public final class Tally {
  /** What is counted. */
  public enum Event {
    STARTED_PLATFORM,
    STARTED_VIRTUAL,
    ENDED_PLATFORM,
    ENDED_VIRTUAL,
    /**
     * Ends of threads that never had a start: attached by native code and gone before any census.
     */
    ENDED_UNKNOWN,
    /** Virtual threads that the garbage collector took while they were parked. */
    VANISHED,
    /** Platform threads that are gone although their end was not seen. */
    ENDED_UNSEEN
  }

  private static final int STRIPES = 16;

  /** Eight longs are a cache line; there are at most eight events. */
  private static final int LINE = 8;

  private final AtomicLongArray counts = new AtomicLongArray(STRIPES * LINE);

  /** Counts an event of thread {@code id}. */
  public void count(Event event, long id) {
    counts.getAndIncrement(((int) id & (STRIPES - 1)) * LINE + event.ordinal());
  }

  /** Takes back what was counted for thread {@code id}. */
  public void undo(Event event, long id) {
    counts.getAndDecrement(((int) id & (STRIPES - 1)) * LINE + event.ordinal());
  }

  public long total(Event event) {
    long total = 0;
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      total += counts.get(stripe * LINE + event.ordinal());
    }
    return total;
  }

  /**
   * Live threads of one kind by the books: started - ended - vanished. Ends are read first, so that
   * a thread that comes and goes meanwhile cannot make it negative.
   */
  public long live(boolean virtual) {
    long gone =
        virtual ? total(Event.ENDED_VIRTUAL) + total(Event.VANISHED) : total(Event.ENDED_PLATFORM);
    return total(virtual ? Event.STARTED_VIRTUAL : Event.STARTED_PLATFORM) - gone;
  }
}
