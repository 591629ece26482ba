package io.github.threadleak.registry;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts of thread events since the agent started. Striped by the thread that counts, each count in
 * a cache line of its own: a spawner's starts and a carrier's ends never meet on one. Not a
 * LongAdder, which would touch the application's ThreadLocalRandom.
 */
@SuppressWarnings("EnumOrdinal") // the place of a count in its cache line
public final class Tally {
  /** What is counted. */
  public enum Event {
    STARTED_PLATFORM,
    STARTED_VIRTUAL,
    /** Instead of STARTED_VIRTUAL, where the spawn stack was inferred. */
    STARTED_INFERRED,
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

  /** Eight longs are a cache line. */
  private static final int LINE = 8;

  private static final int EVENTS = Event.values().length;

  private final AtomicLongArray counts = new AtomicLongArray(STRIPES * EVENTS * LINE);

  /** Counts an event; {@code counter} is the id of the thread that counts. */
  public void count(Event event, long counter) {
    counts.getAndIncrement(index(event, (int) counter & (STRIPES - 1)));
  }

  /** Takes back what was counted, by whichever thread. */
  public void undo(Event event, long counter) {
    counts.getAndDecrement(index(event, (int) counter & (STRIPES - 1)));
  }

  public long total(Event event) {
    long total = 0;
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      total += counts.get(index(event, stripe));
    }
    return total;
  }

  /** Threads of one kind started since the agent came, those adopted among them. */
  public long started(boolean virtual) {
    return virtual
        ? total(Event.STARTED_VIRTUAL) + total(Event.STARTED_INFERRED)
        : total(Event.STARTED_PLATFORM);
  }

  private static int index(Event event, int stripe) {
    return (stripe * EVENTS + event.ordinal()) * LINE;
  }

  /**
   * Live threads of one kind by the books: started - ended - vanished. Ends are read first, so that
   * a thread that comes and goes meanwhile cannot make it negative.
   */
  public long live(boolean virtual) {
    long gone =
        virtual ? total(Event.ENDED_VIRTUAL) + total(Event.VANISHED) : total(Event.ENDED_PLATFORM);
    return started(virtual) - gone;
  }
}
