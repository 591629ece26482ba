package io.github.threadleak.census;

import io.github.threadleak.jvm.LiveThreads;
import io.github.threadleak.jvm.Threads;
import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.Registry;
import io.github.threadleak.registry.Tally;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.site.VariantTable;
import io.github.threadleak.snapshot.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Keeps the books true to the threads that are there. Enters those that no probe saw start, and
 * takes out those that are gone although no probe saw them end. Safe for use by many threads; one
 * reconciles at a time.
 */
public final class Reconciler {
  /** One to see a thread missing, one to be sure, and one to spare. */
  private static final int CENSUSES_TO_DISTRUST = 3;

  private final Books books;
  private final SiteTable sites;
  private final LiveThreads threads;

  // Guarded by itself, for a scrape must not wait for a census. In the order of the first event, so
  // that a site's series is never taken from it by another.
  private final Map<Site, Long> vanished = new LinkedHashMap<>();

  // Guarded by this: what the last census could not place.
  private LongSet missing = new LongSet();
  private LongSet unknownVirtual = new LongSet();

  // Guarded by this: censuses in which a thread that is gone may have ended without a probe there
  // to see it.
  private int distrusted;
  private long unseenStarts;

  public Reconciler(Books books, SiteTable sites, LiveThreads threads) {
    this.books = books;
    this.sites = sites;
    this.threads = threads;
  }

  /**
   * Enters the threads that are older than the probes. Call once, when the probes are live; an
   * attached agent looks for virtual threads too.
   */
  public synchronized void adoptOlder(boolean virtualToo) {
    Thread[] platform = threads.platform();
    for (Thread thread : platform) {
      adopt(thread, VariantTable.OLDER);
    }
    if (!virtualToo) {
      return;
    }
    LiveThreads.Parts virtual = threads.virtual(platform);
    // Room for all at once: tables that grow one by one would be searched one by one for each.
    books.registry().tidy(platform.length + virtual.size(), books.clock().now());
    while (virtual.next(thread -> adopt(thread, VariantTable.OLDER))) {
      // the work is in the condition
    }
    // A thread that was ending during the pass above had its end counted before it was entered. It
    // is gone by the second.
    LongSet still = new LongSet();
    listInto(still);
    LongSet ghosts = new LongSet();
    books
        .registry()
        .forEach(
            entry -> {
              if (entry.variant == VariantTable.OLDER
                  && !still.contains(entry.id)
                  && ghosts.add(entry.id)
                  && books.registry().remove(entry.id)) {
                books.tally().undo(started(entry.virtual), entry.id);
                books.variants().undoStart(VariantTable.OLDER);
              }
            });
  }

  /**
   * Enters a live platform thread that is not in the books: it was attached by native code, for a
   * thread that was started from Java is entered before it runs.
   */
  public void adoptAttached(Thread thread) {
    // The usual case, in which a look must not wait for a census.
    if (!books.registry().find(Threads.id(thread), new Registry.Entry())) {
      adopt(thread, VariantTable.ATTACHED);
    }
  }

  /**
   * Says that probes were missing for a while: what is gone is then taken for ended, not for
   * collected.
   */
  public synchronized void distrust() {
    distrusted = CENSUSES_TO_DISTRUST;
  }

  /** Virtual threads found live whose start no probe saw, since the start. */
  public synchronized long unseenStarts() {
    return unseenStarts;
  }

  /**
   * Compares the books with the live threads, and shows each to {@code round}; two censuses must
   * agree before a thread is taken for gone.
   */
  synchronized void reconcile(Round round) {
    int now = books.clock().now();
    Registry.Entry entry = new Registry.Entry();
    for (Thread thread : round.platform()) {
      adoptAttached(thread);
      if (books.registry().find(Threads.id(thread), entry)) {
        round.look(thread, Kind.PLATFORM, entry);
      }
    }
    LongSet unknown = new LongSet();
    LiveThreads.Parts virtual = threads.virtual(round.platform());
    Consumer<Thread> each =
        thread -> {
          long id = Threads.id(thread);
          boolean known = books.registry().find(id, entry);
          if (!known) {
            unknown.add(id);
            if (unknownVirtual.contains(id)) {
              adopt(thread, VariantTable.NOT_CAPTURED);
              unseenStarts++;
              known = books.registry().find(id, entry);
            }
          }
          if (known) {
            round.look(thread, Kind.VIRTUAL, entry);
          }
        };
    while (virtual.next(each)) {
      // the work is in the condition
    }
    unknownVirtual = unknown;
    LongSet absent = new LongSet();
    boolean tracked = threads.tracksAllVirtual();
    books
        .registry()
        .forEach(
            gone -> {
              boolean decidable = !gone.virtual || tracked || gone.pool != 0;
              if (decidable
                  && gone.started < now - 1
                  && !round.hasSeen(gone)
                  && !threads.untracked().isOutside(gone.id)) {
                if (missing.contains(gone.id)) {
                  takeOut(gone);
                } else {
                  absent.add(gone.id);
                }
              }
            });
    missing = absent;
    distrusted = Math.max(0, distrusted - 1);
  }

  /**
   * Virtual threads that were collected while parked, by the site that started them; earliest
   * first.
   */
  public List<SiteCount> vanished() {
    List<SiteCount> counts = new ArrayList<>();
    synchronized (vanished) {
      vanished.forEach((site, count) -> counts.add(new SiteCount(site, 0, count, 0)));
    }
    return counts;
  }

  /**
   * Takes a virtual thread out of the books that the collector is known to have taken; false where
   * its end was seen, or may have been missed.
   */
  public synchronized boolean collected(long id) {
    Registry.Entry entry = new Registry.Entry();
    boolean there = books.registry().find(id, entry);
    if (there) {
      takeOut(entry);
    }
    return there && distrusted == 0;
  }

  private void adopt(Thread thread, int variant) {
    long id = Threads.id(thread);
    Registry.Entry entry = new Registry.Entry();
    synchronized (this) {
      if (books.registry().find(id, entry)
          || books.recentEnds().contains(id)
          || Threads.state(thread) == Thread.State.TERMINATED) {
        return;
      }
      boolean virtual = Threads.isVirtual(thread);
      books.registry().add(id, 0, virtual, 0, variant, variant, 0);
      books.tally().count(started(virtual), id);
      books.variants().countStart(variant);
    }
  }

  private void takeOut(Registry.Entry entry) {
    if (!books.registry().remove(entry.id)) {
      return;
    }
    if (entry.virtual && distrusted > 0) {
      books.tally().count(Tally.Event.ENDED_VIRTUAL, entry.id);
      books.tally().count(Tally.Event.ENDED_UNSEEN, entry.id);
    } else if (entry.virtual) {
      books.tally().count(Tally.Event.VANISHED, entry.id);
      Site site = sites.variant(books.home(entry.pool, entry.variant)).site();
      synchronized (vanished) {
        vanished.merge(site, 1L, Long::sum);
      }
    } else {
      books.tally().count(Tally.Event.ENDED_PLATFORM, entry.id);
      books.tally().count(Tally.Event.ENDED_UNSEEN, entry.id);
    }
  }

  private void listInto(LongSet live) {
    for (Thread thread : threads.platform()) {
      live.add(Threads.id(thread));
    }
    threads.forEachVirtual(thread -> live.add(Threads.id(thread)));
  }

  private static Tally.Event started(boolean virtual) {
    return virtual ? Tally.Event.STARTED_VIRTUAL : Tally.Event.STARTED_PLATFORM;
  }
}
