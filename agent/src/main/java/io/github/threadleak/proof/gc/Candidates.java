package io.github.threadleak.proof.gc;

import io.github.threadleak.census.LongParked;
import io.github.threadleak.census.LongSet;
import io.github.threadleak.jvm.GarbageCollector;
import io.github.threadleak.jvm.Threads;
import io.github.threadleak.site.Site;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Picks who goes on probation: a sample of each site at first, and all of a site once some of it
 * are proven. Safe for use by many threads.
 */
final class Candidates {
  /** Threads of a site on probation at a time, while none of them is proven. */
  static final int SAMPLE = 64;

  /** Threads on probation at a time while the agent waits for collections that come anyway. */
  private static final int MOST_IN_PASSING = 1_024;

  /** Threads on probation at a time when collections are forced. */
  private static final int MOST_FORCED = 16_384;

  /** A site of which no thread was proven is left alone for so long. */
  private static final long REST_NANOS = 600_000_000_000L;

  /** Ids remembered for a site before it starts over. */
  private static final int MOST_LOOKED_AT = 1 << 14;

  private final LongParked parked;
  private final Probation probation;
  private final Findings findings;
  private final double minimumAgeSeconds;
  private final Map<Site, Rest> resting = new ConcurrentHashMap<>();

  /** Who was looked at by a forced proof that ran out of time: the next one begins with others. */
  private LongSet carriedOver = new LongSet();

  /** Which threads of a site the collector found alive, and until when that is enough. */
  private static final class Rest {
    private long until;
    private LongSet lookedAt = new LongSet();

    synchronized void add(long id) {
      lookedAt.add(id);
      until = System.nanoTime() + REST_NANOS;
    }

    synchronized boolean has(long id) {
      return lookedAt.contains(id);
    }

    synchronized boolean isOver(long nanos) {
      return nanos - until >= 0;
    }

    synchronized void startOver(boolean allLookedAt) {
      if (allLookedAt || lookedAt.size() > MOST_LOOKED_AT) {
        lookedAt = new LongSet();
      }
    }
  }

  /** Whether a pass has met a thread of a site that has not been looked at. */
  private static final class Seen {
    boolean fresh;
  }

  Candidates(LongParked parked, Probation probation, Findings findings, double minimumAgeSeconds) {
    this.parked = parked;
    this.probation = probation;
    this.findings = findings;
    this.minimumAgeSeconds = minimumAgeSeconds;
  }

  /** Admits a sample of each site that is not resting; forgets proofs of threads that have gone. */
  void admitInPassing(GarbageCollector collector) {
    Collections now = Collections.of(collector);
    long nanos = System.nanoTime();
    LongSet before = findings.ids();
    LongSet waiting = new LongSet();
    Map<Site, Seen> seen = new HashMap<>();
    parked.forEach(
        minimumAgeSeconds,
        (thread, site, isLong) -> {
          long id = Threads.id(thread);
          waiting.add(id);
          if (!isLong || findings.isProven(id)) {
            return;
          }
          Rest rest = resting.get(site);
          Seen its = seen.computeIfAbsent(site, s -> new Seen());
          if (rest != null && rest.has(id)) {
            return;
          }
          its.fresh = true;
          boolean due = rest == null || rest.isOver(nanos);
          if (due && probation.of(site) < SAMPLE && probation.size() < MOST_IN_PASSING) {
            probation.admit(thread, site, now);
          }
        });
    findings.keep(before, waiting);
    resting.keySet().retainAll(seen.keySet());
    resting.forEach(
        (site, rest) -> {
          Seen its = seen.get(site);
          rest.startOver(its != null && !its.fresh);
        });
  }

  /** Ids that a forced proof need not look at. */
  synchronized LongSet lookedAt() {
    return carriedOver;
  }

  /** Notes whom a forced proof has looked at, and whether it came to its end. */
  synchronized void finish(LongSet lookedAt, boolean complete) {
    carriedOver = complete ? new LongSet() : lookedAt;
  }

  /**
   * Admits, for collections that are forced: a sample of each site, and everybody from the sites
   * where some are proven.
   *
   * @param again whom to look at although they have been
   * @param lookedAt who has been on probation in this proof; those admitted are added
   * @param sampled sites that this proof has taken a sample of; those of this pass are added
   */
  void admitForced(
      GarbageCollector collector, LongSet again, LongSet lookedAt, Map<Site, Integer> sampled) {
    Collections now = Collections.of(collector);
    parked.forEach(
        minimumAgeSeconds,
        (thread, site, isLong) -> {
          long id = Threads.id(thread);
          boolean isDone = lookedAt.contains(id) && !again.contains(id);
          if (!isLong || isDone || findings.isProven(id)) {
            return;
          }
          int taken = sampled.getOrDefault(site, 0);
          if ((taken < SAMPLE || findings.has(site)) && probation.size() < MOST_FORCED) {
            probation.admit(thread, site, now);
            lookedAt.add(id);
            sampled.put(site, taken + 1);
          }
        });
  }

  /** Notes that a collection found a way to a thread. */
  void leaveAlone(Guard guard) {
    resting.computeIfAbsent(guard.site, site -> new Rest()).add(guard.id());
  }
}
