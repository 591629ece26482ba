package io.github.threadleak.census;

import io.github.threadleak.jvm.LiveThreads;
import io.github.threadleak.jvm.Threads;
import io.github.threadleak.parking.Classifier;
import io.github.threadleak.parking.Reason;
import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.Clock;
import io.github.threadleak.registry.PoolTable;
import io.github.threadleak.registry.Registry;
import io.github.threadleak.registry.Tally;
import io.github.threadleak.site.Frame;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.site.VariantTable;
import io.github.threadleak.snapshot.Blocker;
import io.github.threadleak.snapshot.Group;
import io.github.threadleak.snapshot.Grouping;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.Sighting;
import io.github.threadleak.snapshot.Snapshot;
import io.github.threadleak.snapshot.ThreadName;
import io.github.threadleak.snapshot.Totals;
import io.github.threadleak.snapshot.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Joins the live threads with the books, on demand: grouped for a snapshot, or one by one for a
 * full dump. Safe for use by many threads.
 */
public final class Lookout {
  private final Books books;
  private final SiteTable sites;
  private final LiveThreads threads;
  private final Reconciler reconciler;
  private final boolean instrumented;

  /** Takes one thread of a full dump. */
  public interface Each {
    void accept(Sighting sighting) throws IOException;
  }

  /**
   * With {@code instrumented} false there are no probes, hence no books to join: threads are then
   * only listed.
   */
  public Lookout(
      Books books,
      SiteTable sites,
      LiveThreads threads,
      Reconciler reconciler,
      boolean instrumented) {
    this.instrumented = instrumented;
    this.books = books;
    this.sites = sites;
    this.threads = threads;
    this.reconciler = reconciler;
  }

  /**
   * All live threads in groups. Counts are exact; with {@code exact} every thread's stack is read,
   * else each large group's is read from a few of its threads.
   */
  public Snapshot snapshot(Filter filter, Grouping grouping, boolean exact) {
    Map<GroupKey, GroupBuilder> groups = new HashMap<>();
    Names names = new Names();
    Map<Kind, Long> count = new EnumMap<>(Kind.class);
    LongSet listed = new LongSet();
    boolean unlisted =
        instrumented
            && !threads.tracksAllVirtual()
            && filter.kind() != Kind.PLATFORM
            && filter.name() == null;
    look(
        filter,
        names,
        known -> {
          Object blocker = LockSupport.getBlocker(known.thread);
          GroupKey key =
              new GroupKey(
                  known.home.site(),
                  known.kind,
                  Threads.state(known.thread),
                  blocker == null ? null : blocker.getClass(),
                  known.pool == null ? null : sites.variant(known.pool.variant).site());
          groups.computeIfAbsent(key, k -> new GroupBuilder(k, sites, exact)).add(known, blocker);
          count.merge(known.kind, 1L, Long::sum);
          if (unlisted && known.kind == Kind.VIRTUAL) {
            listed.add(known.id);
          }
        });
    List<Group> built = new ArrayList<>();
    for (GroupBuilder group : groups.values()) {
      group.build(filter, names, books.clock().now(), built);
    }
    if (unlisted && filter.passesReason(Reason.UNKNOWN) && filter.minAgeSeconds() == 0) {
      List<Group> more = UnlistedThreads.groups(books, sites, listed, filter);
      for (Group group : more) {
        count.merge(Kind.VIRTUAL, group.count(), Long::sum);
      }
      built.addAll(more);
    }
    built.sort((a, b) -> Long.compare(b.count(), a.count()));
    if (filter.reason() != null) {
      count.clear();
      for (Group group : built) {
        count.merge(group.kind(), group.count(), Long::sum);
      }
    }
    return new Snapshot(
        Instant.now(),
        count.getOrDefault(Kind.PLATFORM, 0L),
        count.getOrDefault(Kind.VIRTUAL, 0L),
        totals(),
        List.copyOf(built));
  }

  /**
   * Passes every live thread with its stack to {@code each}, platform threads first; holds none of
   * them.
   */
  public void forEach(Filter filter, Each each) throws IOException {
    Names names = new Names();
    try {
      look(
          filter,
          names,
          known -> {
            Thread.State state = Threads.state(known.thread);
            Object blocker = LockSupport.getBlocker(known.thread);
            List<Frame> stack = stackOf(known.thread);
            Reason reason =
                Classifier.classify(
                        state, blocker == null ? null : blocker.getClass().getName(), stack)
                    .reason();
            Verdict verdict = reason == Reason.IDLE_POOL_WORKER ? Verdict.IDLE : Verdict.OK;
            if (!filter.passesReason(reason) || !filter.passesVerdict(verdict)) {
              return;
            }
            try {
              each.accept(
                  new Sighting(
                      known.id,
                      known.thread.getName(),
                      known.kind,
                      state,
                      known.thread.isDaemon(),
                      known.thread.getPriority(),
                      reason,
                      verdict,
                      null,
                      null,
                      false,
                      stack,
                      blocker == null ? null : blockerOf(blocker, 1),
                      known.started == 0
                          ? null
                          : Clock.secondsBetween(known.started, books.clock().now()),
                      known.home.site(),
                      sites.variant(known.variant).stack(),
                      known.parentId == 0 ? null : names.of(known.parentId)));
            } catch (IOException unwritable) {
              throw new UncheckedIOException(unwritable);
            }
          });
    } catch (UncheckedIOException unwritable) {
      throw unwritable.getCause();
    }
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
        tally.total(Tally.Event.STARTED_PLATFORM),
        tally.total(Tally.Event.STARTED_VIRTUAL),
        tally.total(Tally.Event.ENDED_PLATFORM),
        tally.total(Tally.Event.ENDED_VIRTUAL),
        tally.total(Tally.Event.VANISHED));
  }

  private Totals listed() {
    AtomicLong virtual = new AtomicLong();
    threads.forEachVirtual(thread -> virtual.incrementAndGet());
    return new Totals(threads.platform().length, virtual.get(), 0, 0, 0, 0, 0);
  }

  static List<Frame> stackOf(Thread thread) {
    StackTraceElement[] elements = Threads.stackTrace(thread);
    List<Frame> frames = new ArrayList<>(elements.length);
    for (StackTraceElement element : elements) {
      // JDK 17 lists the hidden classes behind lambdas, under a new name each run; later JDKs leave
      // them out.
      if (element.getClassName().indexOf('/') < 0) {
        frames.add(Frame.of(element));
      }
    }
    return frames;
  }

  static Blocker blockerOf(Object blocker, long shared) {
    return new Blocker(
        blocker.getClass().getName(), System.identityHashCode(blocker), shared, 1, null);
  }

  private void look(Filter filter, Names names, Consumer<Known> each) {
    Registry.Entry entry = new Registry.Entry();
    int now = books.clock().now();
    Thread[] platform = threads.platform();
    for (Thread thread : platform) {
      names.add(thread);
    }
    if (filter.kind() != Kind.VIRTUAL) {
      for (Thread thread : platform) {
        if (instrumented) {
          reconciler.adoptAttached(thread);
        }
        pass(thread, Kind.PLATFORM, entry, filter, now, each);
      }
    }
    if (filter.kind() != Kind.PLATFORM) {
      threads.forEachVirtual(thread -> pass(thread, Kind.VIRTUAL, entry, filter, now, each));
    }
  }

  private void pass(
      Thread thread,
      Kind kind,
      Registry.Entry entry,
      Filter filter,
      int now,
      Consumer<Known> each) {
    long id = Threads.id(thread);
    if (!instrumented) {
      entry.started = 0;
      entry.parentId = 0;
      entry.pool = 0;
      entry.variant = VariantTable.NOT_CAPTURED;
    } else if (!books.registry().find(id, entry)) {
      return; // it has just ended, or its start could not be entered; the next census settles which
    }
    Pattern name = filter.name();
    if (name != null && !name.matcher(thread.getName()).matches()) {
      return;
    }
    if (entry.started != 0 && Clock.secondsBetween(entry.started, now) < filter.minAgeSeconds()) {
      return;
    }
    int homeVariant = books.home(entry.pool, entry.variant);
    Site.Variant home = sites.variant(homeVariant);
    if (!filter.passesSite(home.site())) {
      return;
    }
    each.accept(
        new Known(
            thread,
            id,
            kind,
            entry.started,
            entry.parentId,
            entry.variant,
            home,
            books.pools().at(entry.pool)));
  }

  /** A live thread with its entry in the books. */
  record Known(
      Thread thread,
      long id,
      Kind kind,
      int started,
      long parentId,
      int variant,
      Site.Variant home,
      PoolTable.@Nullable Pool pool) {}

  /** What threads must agree in to be counted together before a stack is read. */
  record GroupKey(
      Site site,
      Kind kind,
      Thread.State state,
      @Nullable Class<?> blockerClass,
      @Nullable Site poolSite) {
    // By hand, as in Frame. Sites are told by identity: there is one object for each.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof GroupKey key
          && site.equals(key.site)
          && kind == key.kind
          && state == key.state
          && Objects.equals(blockerClass, key.blockerClass)
          && Objects.equals(poolSite, key.poolSite);
    }

    @Override
    public int hashCode() {
      return ((site.hashCode() * 31 + Objects.hashCode(blockerClass)) * 31 + state.hashCode()) * 31
          + kind.hashCode();
    }
  }

  /**
   * Names of the platform threads that were there when the look began; parents are mostly among
   * them.
   */
  static final class Names {
    private final Map<Long, String> byId = new HashMap<>();

    void add(Thread thread) {
      byId.put(Threads.id(thread), thread.getName());
    }

    ThreadName of(long id) {
      return new ThreadName(id, byId.get(id));
    }
  }
}
