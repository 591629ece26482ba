package io.github.threadleak.census;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Which sites have series of their own: so many slots, and a site that has one keeps it until
 * another is clearly larger. Sites of about the same size would else take turns, and leave a series
 * in the database each time.
 *
 * <p>A slot is lost only to a site that has a quarter more threads, and two more at least, than its
 * holder had at any look of the last minute. So a site that stays so much larger than a shown one
 * is shown a minute later at the latest. All scrapes share the state; asked again with the same
 * counts it changes nothing. Safe for use by many threads.
 */
public final class SeriesSlots {
  private static final double CLEARLY_LARGER = 1.25;
  private static final long CLEARLY_MORE = 2;
  private static final long REMEMBERED_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final Comparator<Holder> SMALLEST_FIRST =
      Comparator.comparingLong((Holder holder) -> holder.standing)
          .thenComparing(holder -> holder.site, Comparator.reverseOrder());

  private final int slots;
  private final LongSupplier nanoTime;

  // By the id of the site; guarded by this.
  private final Map<String, Holder> holders = new HashMap<>();

  /**
   * @param slots how many sites have series
   * @param nanoTime a clock as {@link System#nanoTime} is one
   */
  public SeriesSlots(int slots, LongSupplier nanoTime) {
    this.slots = slots;
    this.nanoTime = nanoTime;
  }

  /**
   * The ids of the sites that are to have series now.
   *
   * @param counts the threads of each site that has any; among those without a slot, the {@link
   *     #slots} largest must come in descending order, before the others
   */
  public synchronized Set<String> shown(Iterable<Count> counts) {
    long now = nanoTime.getAsLong();
    Map<String, Long> held = new HashMap<>();
    List<Count> challengers = new ArrayList<>();
    for (Count count : counts) {
      if (holders.containsKey(count.site())) {
        held.put(count.site(), count.threads());
      } else if (challengers.size() < slots) {
        challengers.add(count);
      }
    }
    holders.values().forEach(holder -> holder.look(held.getOrDefault(holder.site, 0L), now));
    admit(challengers, now);
    return new HashSet<>(holders.keySet());
  }

  /** How many sites have series. */
  int slots() {
    return slots;
  }

  /** The ids of the sites that have a slot. */
  synchronized Set<String> holders() {
    return new HashSet<>(holders.keySet());
  }

  private void admit(List<Count> challengers, long now) {
    Queue<Holder> smallest = new ArrayDeque<>();
    if (holders.size() + challengers.size() > slots) {
      smallest.addAll(holders.values().stream().sorted(SMALLEST_FIRST).toList());
    }
    for (Count challenger : challengers) {
      if (holders.size() >= slots) {
        // Who comes in now is no smaller than who comes next: it need not be looked at again.
        Holder holder = smallest.peek();
        if (holder == null || !isClearlyLarger(challenger.threads(), holder.standing)) {
          return;
        }
        holders.remove(smallest.remove().site);
      }
      holders.put(challenger.site(), new Holder(challenger, now));
    }
  }

  private static boolean isClearlyLarger(long threads, long than) {
    return threads > CLEARLY_LARGER * than && threads >= than + CLEARLY_MORE;
  }

  /** The threads that a site has now. */
  public record Count(String site, long threads) {}

  /** A site with a slot. */
  private static final class Holder {
    private final String site;

    /** The most threads that it had in the last minute, or what it had when that was over. */
    private long standing;

    private long sinceNanos;

    Holder(Count count, long now) {
      site = count.site();
      standing = count.threads();
      sinceNanos = now;
    }

    void look(long threads, long now) {
      if (threads >= standing || now - sinceNanos >= REMEMBERED_NANOS) {
        standing = threads;
        sinceNanos = now;
      }
    }
  }
}
