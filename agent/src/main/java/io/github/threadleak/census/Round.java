package io.github.threadleak.census;

import io.github.threadleak.jvm.CollectionWatch;
import io.github.threadleak.jvm.LiveThreads;
import io.github.threadleak.jvm.LockOwners;
import io.github.threadleak.jvm.Monitors;
import io.github.threadleak.jvm.PlatformActivity;
import io.github.threadleak.jvm.PoolReader;
import io.github.threadleak.jvm.Threads;
import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.Registry;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.site.VariantTable;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.verdict.Detector;
import io.github.threadleak.verdict.Standing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One census: notes with each thread since when it has been in its park, and counts what threads
 * are parked on. For the census thread.
 */
final class Round {
  /** The census number goes round in eight bits; 0 stands for none. */
  private static final int NUMBERS = 255;

  /** Threads that may be part of a deadlock, and virtual ones that may hold a monitor. */
  private static final int MOST_WAITING = 20_000;

  private static final int MOST_HOLDERS = 1_000;

  private final Books books;
  private final LiveThreads threads;
  private final ParkWatch watch;
  private final Occupancy.Count counting;
  private final Detector detector;
  private final LongPredicate proven;
  private final Thread[] platform;
  private final PlatformActivity activity;
  private final boolean everyParkIsNew;
  private final boolean collected;
  private final int now;
  private final int number;
  private final Homes homes;
  private final LongSet ending = new LongSet();
  private final List<Seen> waiting = new ArrayList<>();
  private final List<Integer> poolsOfWaiting = new ArrayList<>();
  private final Map<Long, Thread> mounted = new HashMap<>();

  Round(
      Books books,
      SiteTable sites,
      LiveThreads threads,
      ParkWatch watch,
      CollectionWatch collections,
      Occupancy.Count counting,
      Detector detector,
      LongPredicate proven,
      long censuses) {
    this.books = books;
    this.threads = threads;
    this.watch = watch;
    this.counting = counting;
    this.detector = detector;
    this.proven = proven;
    homes = new Homes(sites, detector.judge(), books.variants().limit());
    now = books.clock().now();
    number = (int) (censuses % NUMBERS) + 1;
    everyParkIsNew = collections.everyParkIsNew();
    collected = collections.collected();
    platform = threads.platform();
    activity = PlatformActivity.of(platform);
  }

  Thread[] platform() {
    return platform;
  }

  int now() {
    return now;
  }

  /**
   * Looks at a live thread.
   *
   * @param entry its entry in the books; null where there are none
   */
  void look(Thread thread, Kind kind, Registry.@Nullable Entry entry) {
    Thread.State state = Threads.state(thread);
    Object blocker = LockSupport.getBlocker(thread);
    if (entry == null) {
      counting.add(thread, kind, state, blocker, VariantTable.NOT_CAPTURED, 0, Standing.NONE, null);
      return;
    }
    Thread carrier = kind == Kind.VIRTUAL ? watch.carrier(thread) : null;
    if (carrier != null) {
      mounted.put(Threads.id(carrier), thread);
    }
    int identity = ParkWatch.identity(thread, kind, state, blocker, activity);
    int signature = watch.signature(thread, state, identity, carrier, activity);
    boolean proves = kind == Kind.PLATFORM || carrier != null || everyParkIsNew;
    long note = ParkNote.next(entry.note, signature, proves, collected, now, number);
    books.registry().note(entry, note);
    int home = books.home(entry.pool, entry.variant);
    boolean ends = entry.pool != 0 && PoolReader.endsByItself(thread, state, blocker);
    if (ends) {
      ending.add(entry.id);
    }
    Standing standing = standing(thread, kind, entry, home, note, ends);
    if (isStillWaiting(state, blocker, note)) {
      holdBack(thread, kind, state, blocker, identity, entry, standing);
    } else {
      counting.add(thread, kind, state, blocker, home, entry.pool, standing, null);
    }
  }

  private Standing standing(
      Thread thread, Kind kind, Registry.Entry entry, int home, long note, boolean ends) {
    return Standing.of(
        ParkNote.isSeenAgain(note)
            && ParkNote.isSure(note)
            && detector.isLong(Math.max(ParkNote.since(note), entry.started), now),
        kind == Kind.VIRTUAL && proven.test(entry.id),
        ends,
        homes.exemption(thread, home));
  }

  /** One that waited for what another thread holds at the last census, and has not run since. */
  private boolean isStillWaiting(Thread.State state, @Nullable Object blocker, long note) {
    return ParkNote.isSeenAgain(note)
        && waiting.size() < MOST_WAITING
        && (state == Thread.State.BLOCKED
            || (state == Thread.State.WAITING && LockOwners.of(blocker) != null));
  }

  private void holdBack(
      Thread thread,
      Kind kind,
      Thread.State state,
      @Nullable Object blocker,
      int identity,
      Registry.Entry entry,
      Standing standing) {
    Seen seen = new Seen(thread, homes.at(books.home(entry.pool, entry.variant)));
    seen.id = entry.id;
    seen.kind = kind;
    seen.state = state;
    seen.blocker = blocker;
    seen.blockerClass = blocker == null ? null : blocker.getClass().getName();
    seen.identity = identity;
    seen.variant = books.home(entry.pool, entry.variant);
    seen.standing = standing;
    if (kind == Kind.PLATFORM) {
      Pass.lookAtMonitor(seen, activity);
    }
    waiting.add(seen);
    poolsOfWaiting.add(entry.pool);
  }

  /** Looks for deadlocks among those that were held back, and counts them. */
  void countHeldBack(Monitors monitors) {
    if (waiting.isEmpty()) {
      return;
    }
    List<@Nullable Object> blockers = new ArrayList<>();
    for (Seen seen : waiting) {
      blockers.add(seen.blocker);
    }
    Deadlocks deadlocks = Deadlocks.among(waiting, possibleHolders(), mounted, monitors, watch);
    for (int i = 0; i < waiting.size(); i++) {
      Seen seen = waiting.get(i);
      counting.add(
          seen.thread,
          seen.kind,
          seen.state,
          blockers.get(i),
          seen.variant,
          poolsOfWaiting.get(i),
          seen.standing,
          deadlocks.detail(deadlocks.numberOf(seen.id)));
    }
  }

  /**
   * Platform threads, and some virtual ones where those can be asked what they own. Listed only
   * where somebody waits: what a census holds the collector cannot free, nor prove leaked.
   */
  private List<Thread> possibleHolders() {
    List<Thread> holders = new ArrayList<>(Arrays.asList(platform));
    if (waiting.stream().anyMatch(seen -> seen.state == Thread.State.BLOCKED)) {
      LiveThreads.Parts virtual = threads.virtual(platform);
      int most = platform.length + MOST_HOLDERS;
      Consumer<Thread> each =
          thread -> {
            if (holders.size() < most) {
              holders.add(thread);
            }
          };
      while (holders.size() < most && virtual.next(each)) {
        // the work is in the condition
      }
    }
    return holders;
  }

  /** Whether a thread is an idle worker that its pool lets end within minutes. */
  boolean isEnding(long id) {
    return ending.contains(id);
  }

  /** Whether a thread has been looked at in this census. */
  boolean hasSeen(Registry.Entry entry) {
    return ParkNote.isOf(entry.note, number);
  }
}
