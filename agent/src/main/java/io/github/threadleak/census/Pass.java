package io.github.threadleak.census;

import io.github.threadleak.jvm.LiveThreads;
import io.github.threadleak.jvm.PlatformActivity;
import io.github.threadleak.jvm.PoolReader;
import io.github.threadleak.jvm.Threads;
import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.Clock;
import io.github.threadleak.registry.Registry;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.site.VariantTable;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.verdict.Detector;
import io.github.threadleak.verdict.Standing;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * One pass over the live threads: joins each with its entry in the books and says what it is parked
 * on and since when. The virtual threads are handed out in parts, so that several threads can walk
 * them together, each with a {@link Walker} of its own.
 */
final class Pass {
  private static final int HOLDERS = 1_000;

  private final Books books;
  private final SiteTable sites;
  private final ParkWatch watch;
  private final boolean instrumented;
  private final Filter filter;
  private final Detector detector;
  private final LongPredicate proven;
  private final Thread[] platform;
  private final LiveThreads.Parts virtual;
  private final PlatformActivity activity;
  private final int now;
  private final Map<Long, Thread> mounted = new ConcurrentHashMap<>();
  private final Queue<Thread> someVirtual = new ConcurrentLinkedQueue<>();

  Pass(
      Books books,
      SiteTable sites,
      LiveThreads threads,
      ParkWatch watch,
      boolean instrumented,
      Filter filter,
      Detector detector,
      LongPredicate proven) {
    this.books = books;
    this.sites = sites;
    this.watch = watch;
    this.instrumented = instrumented;
    this.filter = filter;
    this.detector = detector;
    this.proven = proven;
    now = books.clock().now();
    platform = threads.platform();
    activity = PlatformActivity.of(platform);
    virtual = threads.virtual(platform);
  }

  Thread[] platform() {
    return platform;
  }

  /** Virtual threads by the id of the platform thread that they were seen mounted on. */
  Map<Long, Thread> mounted() {
    return mounted;
  }

  /** Platform threads, and virtual ones up to a number, any of which may hold a monitor. */
  Collection<Thread> possibleHolders() {
    List<Thread> holders = new ArrayList<>(Arrays.asList(platform));
    holders.addAll(someVirtual);
    return holders;
  }

  /** Walks a share of the threads. For one thread. */
  final class Walker {
    private int walked;
    private final Registry.Entry entry = new Registry.Entry();
    private final Homes homes = new Homes(sites, detector.judge(), books.variants().limit());
    private final Seen seen =
        new Seen(Thread.currentThread(), sites.variant(VariantTable.NOT_CAPTURED));

    /** Passes the platform threads that the filter lets through. */
    void platform(Consumer<Seen> each) {
      if (filter.kind() != Kind.VIRTUAL) {
        for (Thread thread : platform) {
          pass(thread, Kind.PLATFORM, each);
        }
      }
    }

    /** Passes virtual threads until all are handed out. */
    void virtual(Consumer<Seen> each) {
      if (filter.kind() != Kind.PLATFORM) {
        Consumer<Thread> one = thread -> pass(thread, Kind.VIRTUAL, each);
        while (virtual.next(one)) {
          // the work is in the condition
        }
      }
    }

    private void pass(Thread thread, Kind kind, Consumer<Seen> each) {
      if (!join(thread, kind)) {
        return;
      }
      if (filter.name() != null && !filter.name().matcher(thread.getName()).matches()) {
        return;
      }
      if (entry.started != 0 && Clock.secondsBetween(entry.started, now) < filter.minAgeSeconds()) {
        return;
      }
      int home = books.home(entry.pool, entry.variant);
      seen.home = homes.at(home);
      if (!filter.passesSite(seen.home.site())) {
        return;
      }
      lookAtPark(thread);
      seen.standing = standing(thread, home);
      if (filter.minParkedSeconds() > 0
          && (seen.parkedSince == 0
              || Clock.secondsBetween(seen.parkedSince, now) < filter.minParkedSeconds())) {
        return;
      }
      each.accept(seen);
    }

    private Standing standing(Thread thread, int home) {
      return Standing.of(
          detector.isLong(seen.parkedSince, now),
          seen.kind == Kind.VIRTUAL && proven.test(seen.id),
          seen.pool != null && PoolReader.endsByItself(thread, seen.state, seen.blocker),
          homes.exemption(thread, home));
    }

    /** False for one that has just ended, or whose start could not be entered. */
    private boolean join(Thread thread, Kind kind) {
      long id = Threads.id(thread);
      if (!instrumented) {
        entry.id = id;
        entry.variant = VariantTable.NOT_CAPTURED;
      } else if (!books.registry().find(id, entry)) {
        return false;
      }
      seen.thread = thread;
      seen.id = id;
      seen.kind = kind;
      seen.started = entry.started;
      seen.parentId = entry.parentId;
      seen.variant = entry.variant;
      seen.inferred = entry.inferred;
      seen.pool = books.pools().at(entry.pool);
      return true;
    }

    private void lookAtPark(Thread thread) {
      Thread.State state = Threads.state(thread);
      Object blocker = LockSupport.getBlocker(thread);
      seen.state = state;
      seen.blocker = blocker;
      seen.blockerClass = blocker == null ? null : blocker.getClass().getName();
      seen.identity = ParkWatch.identity(thread, seen.kind, state, blocker, activity);
      seen.monitorOwner = 0;
      seen.parkedSince = 0;
      seen.seenParked = false;
      Thread carrier = null;
      if (seen.kind == Kind.PLATFORM) {
        lookAtMonitor(seen, activity);
      } else {
        carrier = watch.carrier(thread);
        if (walked++ < HOLDERS) {
          someVirtual.add(thread);
        }
        if (carrier != null) {
          mounted.put(Threads.id(carrier), thread);
        }
      }
      if (!instrumented || entry.note == 0) {
        return;
      }
      int signature = watch.signature(thread, state, seen.identity, carrier, activity);
      if (signature != ParkNote.NOT_PARKED && ParkNote.isIn(entry.note, signature)) {
        if (ParkNote.isSure(entry.note)) {
          seen.parkedSince = Math.max(ParkNote.since(entry.note), entry.started);
        } else {
          seen.seenParked = ParkNote.isSeenAgain(entry.note);
        }
      }
    }
  }

  /** Says which monitor a platform thread is at, by its class, and who owns it. */
  static void lookAtMonitor(Seen seen, PlatformActivity activity) {
    if (seen.blocker != null || seen.state == Thread.State.RUNNABLE) {
      return;
    }
    ThreadInfo info = activity.info(seen.thread);
    if (info != null && info.getLockInfo() != null) {
      seen.blockerClass = info.getLockInfo().getClassName();
      seen.monitorOwner =
          seen.state == Thread.State.BLOCKED ? Math.max(0, info.getLockOwnerId()) : 0;
    }
  }
}
