package io.github.threadleak.census;

import io.github.threadleak.jvm.LiveThreads;
import io.github.threadleak.jvm.LockOwners;
import io.github.threadleak.jvm.Monitors;
import io.github.threadleak.parking.Classification;
import io.github.threadleak.parking.Classifier;
import io.github.threadleak.parking.Reason;
import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.Clock;
import io.github.threadleak.registry.Tally;
import io.github.threadleak.site.Frame;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.snapshot.Blocker;
import io.github.threadleak.snapshot.Group;
import io.github.threadleak.snapshot.Grouping;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.Sighting;
import io.github.threadleak.snapshot.Snapshot;
import io.github.threadleak.snapshot.ThreadName;
import io.github.threadleak.snapshot.Totals;
import io.github.threadleak.verdict.Detector;
import io.github.threadleak.verdict.Judge;
import io.github.threadleak.verdict.Judgement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Joins the live threads with the books, on demand: grouped for a snapshot, or one by one for a
 * full dump. Safe for use by many threads.
 */
public final class Lookout {
  /** From here on two threads share a look. */
  private static final long WORTH_SHARING = 20_000;

  private final Books books;
  private final SiteTable sites;
  private final LiveThreads threads;
  private final Reconciler reconciler;
  private final boolean instrumented;
  private final Detector detector;
  private final LongPredicate proven;
  private final ParkWatch watch = new ParkWatch();
  private final Monitors monitors = new Monitors();

  /** Takes one thread of a full dump. */
  public interface Each {
    void accept(Sighting sighting) throws IOException;
  }

  /**
   * With {@code instrumented} false there are no probes, hence no books to join: threads are then
   * only listed.
   *
   * @param proven whether the garbage collector has proven a virtual thread leaked, by its id
   */
  public Lookout(
      Books books,
      SiteTable sites,
      LiveThreads threads,
      Reconciler reconciler,
      boolean instrumented,
      Detector detector,
      LongPredicate proven) {
    this.detector = detector;
    this.proven = proven;
    this.instrumented = instrumented;
    this.books = books;
    this.sites = sites;
    this.threads = threads;
    this.reconciler = reconciler;
  }

  /**
   * All live threads in groups, most numerous first. Counts are exact, but for groups by {@link
   * Grouping#PARKED} that are scaled from samples; with {@code exact} every thread's stack is read,
   * else each large group's is read from a few of its threads.
   */
  public Snapshot snapshot(Filter filter, Grouping grouping, boolean exact) {
    Pass pass = newPass(filter);
    boolean unlisted =
        instrumented
            && !threads.tracksAllVirtual()
            && filter.kind() != Kind.PLATFORM
            && filter.name() == null;
    LongSet listed = new LongSet();
    Collector collector = new Collector(sites, monitors, exact);
    Pass.Walker walker = pass.new Walker();
    walker.platform(collector::add);
    if (unlisted) {
      walker.virtual(
          seen -> {
            listed.add(seen.id);
            collector.add(seen);
          });
    } else if (totals().virtual() < WORTH_SHARING) {
      walker.virtual(collector::add);
    } else {
      collector.absorb(walkTogether(pass, walker, collector, exact));
    }
    Deadlocks deadlocks =
        filter.choosesThreads()
            ? deadlocks()
            : Deadlocks.among(
                collector.heldBack(), pass.possibleHolders(), pass.mounted(), monitors, watch);
    collector.addHeldBack(deadlocks);
    Grouper grouper =
        new Grouper(
            filter,
            grouping,
            sites,
            new Names(pass.platform()),
            deadlocks,
            detector.judge(),
            books.clock().now());
    List<Group> groups = new ArrayList<>(grouper.groups(collector));
    if (unlisted && filter.passesReason(Reason.UNKNOWN) && filter.minAgeSeconds() == 0) {
      groups.addAll(UnlistedThreads.groups(books, sites, listed, filter));
    }
    groups.sort((a, b) -> Long.compare(b.count(), a.count()));
    Map<Kind, Long> count = new EnumMap<>(Kind.class);
    for (Group group : groups) {
      count.merge(group.kind(), group.count(), Long::sum);
    }
    return new Snapshot(
        Instant.now(),
        count.getOrDefault(Kind.PLATFORM, 0L),
        count.getOrDefault(Kind.VIRTUAL, 0L),
        totals(),
        List.copyOf(groups));
  }

  private Pass newPass(Filter filter) {
    Pass pass = new Pass(books, sites, threads, watch, instrumented, filter, detector, proven);
    if (instrumented && filter.kind() != Kind.VIRTUAL) {
      for (Thread thread : pass.platform()) {
        reconciler.adoptAttached(thread);
      }
    }
    return pass;
  }

  /**
   * Walks the virtual threads with the caller and one more thread; gives what that one collected.
   */
  private Collector walkTogether(
      Pass pass, Pass.Walker walker, Collector collector, boolean exact) {
    Collector second = new Collector(sites, monitors, exact);
    Throwable[] problem = new Throwable[1];
    Thread companion =
        new Thread(
            null,
            () -> {
              try {
                Pass.Walker its = pass.new Walker();
                its.virtual(second::add);
              } catch (Throwable met) {
                problem[0] = met; // read after the join
              }
            },
            "threadleak-dump",
            0,
            false);
    companion.setDaemon(true);
    companion.start();
    try {
      walker.virtual(collector::add);
    } finally {
      joinUninterruptibly(companion);
    }
    if (problem[0] != null) {
      throw new IllegalStateException("a look at the threads failed", problem[0]);
    }
    return second;
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Passes every live thread with its stack to {@code each}, platform threads first; holds none of
   * them.
   */
  public void forEach(Filter filter, Each each) throws IOException {
    Pass pass = newPass(filter);
    Names names = new Names(pass.platform());
    StackReader stacks = new StackReader();
    MonitorFinder finder = new MonitorFinder(monitors, Collector.MOST_ASKED);
    Deadlocks deadlocks = deadlocks();
    Judge judge = detector.judge();
    int now = books.clock().now();
    Pass.Walker walker = pass.new Walker();
    try {
      walker.platform(
          seen -> show(seen, stacks, finder, names, deadlocks, judge, filter, now, each));
      walker.virtual(
          seen -> show(seen, stacks, finder, names, deadlocks, judge, filter, now, each));
    } catch (UncheckedIOException unwritable) {
      throw unwritable.getCause();
    }
  }

  /**
   * A look of its own: a thread that is shown may wait for one that is not, or that comes later.
   */
  private Deadlocks deadlocks() {
    Pass pass = newPass(Filter.ALL);
    List<Seen> waiting = new ArrayList<>();
    Pass.Walker walker = pass.new Walker();
    walker.platform(seen -> Collector.holdBack(seen, waiting));
    walker.virtual(seen -> Collector.holdBack(seen, waiting));
    return Deadlocks.among(waiting, pass.possibleHolders(), pass.mounted(), monitors, watch);
  }

  private void show(
      Seen seen,
      StackReader stacks,
      MonitorFinder finder,
      Names names,
      Deadlocks deadlocks,
      Judge judge,
      Filter filter,
      int now,
      Each each) {
    List<Frame> stack = stacks.read(seen.thread);
    finder.find(seen, stack);
    Classification told = Classifier.classify(seen.state, seen.blockerClass, stack);
    Judgement judgement =
        judge.of(
            deadlocks.detail(deadlocks.numberOf(seen.id)),
            seen.standing,
            seen.home.site(),
            seen.kind,
            seen.state,
            seen.blockerClass,
            told.reason());
    if (!filter.passesReason(told.reason()) || !filter.passesVerdict(judgement.verdict())) {
      return;
    }
    Thread thread = seen.thread;
    try {
      each.accept(
          new Sighting(
              seen.id,
              thread.getName(),
              seen.kind,
              seen.state,
              thread.isDaemon(),
              thread.getPriority(),
              told.reason(),
              judgement.verdict(),
              judgement.detail(),
              seen.parkedSince == 0 || told.reason() == Reason.RUNNING
                  ? null
                  : Clock.secondsBetween(seen.parkedSince, now),
              seen.seenParked,
              stack,
              blocker(seen, told.blockerClass(), deadlocks, names),
              seen.started == 0 ? null : Clock.secondsBetween(seen.started, now),
              seen.home.site(),
              sites.variant(seen.variant).stack(),
              seen.parentId == 0 ? null : names.of(seen.parentId)));
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static @Nullable Blocker blocker(
      Seen seen, @Nullable String readable, Deadlocks deadlocks, Names names) {
    if (seen.blockerClass == null) {
      return null;
    }
    return new Blocker(
        readable == null ? seen.blockerClass : readable,
        seen.identity,
        1,
        1,
        ownerOf(seen, deadlocks, names));
  }

  /** Who holds what a thread waits for; null where nobody does or the JDK does not tell. */
  static @Nullable ThreadName ownerOf(Seen seen, Deadlocks deadlocks, Names names) {
    Thread holder = LockOwners.of(seen.blocker);
    if (holder != null) {
      return names.of(holder);
    }
    ThreadName found = deadlocks.ownerOf(seen);
    return found != null || seen.monitorOwner == 0 ? found : names.of(seen.monitorOwner);
  }

  /** The books as they stand. */
  public Totals totals() {
    if (!instrumented) {
      return listed();
    }
    Tally tally = books.tally();
    return new Totals(
        tally.live(false),
        tally.live(true),
        tally.started(false),
        tally.started(true),
        tally.total(Tally.Event.ENDED_PLATFORM),
        tally.total(Tally.Event.ENDED_VIRTUAL),
        tally.total(Tally.Event.VANISHED));
  }

  private Totals listed() {
    AtomicLong virtual = new AtomicLong();
    threads.forEachVirtual(thread -> virtual.incrementAndGet());
    return new Totals(threads.platform().length, virtual.get(), 0, 0, 0, 0, 0);
  }
}
