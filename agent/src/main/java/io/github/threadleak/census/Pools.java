package io.github.threadleak.census;

import io.github.threadleak.jvm.LiveThreads;
import io.github.threadleak.jvm.PoolKind;
import io.github.threadleak.jvm.PoolReader;
import io.github.threadleak.jvm.PoolState;
import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.PoolTable;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.site.VariantTable;
import io.github.threadleak.snapshot.PoolCount;
import io.github.threadleak.snapshot.PoolRow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the pools of the JVM: reads what state each is in, and notes when it was last seen to
 * work. A census looks once; whoever asks for rows looks again. Safe for use by many threads; one
 * looks at a time.
 */
public final class Pools {
  private final Books books;
  private final SiteTable sites;
  private final LiveThreads threads;
  private final boolean instrumented;

  // Guarded by this.
  private boolean soughtOlder;

  private volatile @Nullable List<PoolCount> counts;

  /** With {@code instrumented} false no probe enters pools: they are then only listed. */
  public Pools(Books books, SiteTable sites, LiveThreads threads, boolean instrumented) {
    this.books = books;
    this.sites = sites;
    this.threads = threads;
    this.instrumented = instrumented;
  }

  /** Reads the state of every pool; {@code now} is the time on the books' clock. */
  public synchronized void look(int now) {
    enterOlder();
    if (PoolReader.hasContainers()) {
      linkUnknown();
    }
    Map<PoolKind, Sums> byKind = new EnumMap<>(PoolKind.class);
    for (PoolKind kind : PoolKind.values()) {
      byKind.put(kind, new Sums());
    }
    books
        .pools()
        .forEach(
            pool -> {
              Object executor = pool.executor();
              PoolState state = executor == null ? null : PoolReader.read(executor);
              if (state != null) {
                pool.note(state, now);
                byKind.computeIfAbsent(state.kind(), kind -> new Sums()).add(state);
              }
            });
    List<PoolCount> counted = new ArrayList<>();
    byKind.forEach((kind, sums) -> counted.add(sums.count(kind)));
    counts = List.copyOf(counted);
  }

  /** Pools by the JDK's classes, as the last look saw them; cheap. */
  public List<PoolCount> counts() {
    List<PoolCount> last = counts;
    if (last == null) {
      look(books.clock().now());
      last = counts;
    }
    return last == null ? List.of() : last;
  }

  /**
   * One row for each class and place of construction, most numerous first, as they are now; exact.
   *
   * @param site of which the site's id or culprit must match; null for all
   * @param type of which the class's name, with or without its package, must match; null for all
   */
  public List<PoolRow> rows(@Nullable Pattern site, @Nullable Pattern type) {
    int now = books.clock().now();
    look(now);
    Map<Site, Map<String, PoolRowBuilder>> builders = new HashMap<>();
    books
        .pools()
        .forEach(
            pool -> {
              Object executor = pool.executor();
              if (executor == null || !PoolReader.isPool(executor)) {
                return;
              }
              Site.Variant constructed = sites.variant(pool.variant);
              if (passes(site, constructed.site())) {
                builders
                    .computeIfAbsent(constructed.site(), s -> new HashMap<>())
                    .computeIfAbsent(
                        PoolNames.typeOf(executor), t -> new PoolRowBuilder(t, constructed))
                    .add(pool, executor, now);
              }
            });
    List<PoolRow> rows = new ArrayList<>();
    for (Map<String, PoolRowBuilder> ofOneSite : builders.values()) {
      for (PoolRowBuilder builder : ofOneSite.values()) {
        PoolRow row = builder.build();
        if (type == null
            || type.matcher(row.type()).matches()
            || type.matcher(row.simpleType()).matches()) {
          rows.add(row);
        }
      }
    }
    rows.sort(
        Comparator.comparingLong(PoolRow::pools)
            .thenComparingLong(PoolRow::threads)
            .reversed()
            .thenComparing(row -> row.constructed().site().id())
            .thenComparing(PoolRow::type));
    return List.copyOf(rows);
  }

  /** True where the probes see pools come to be. */
  public boolean isInstrumented() {
    return instrumented;
  }

  private static boolean passes(@Nullable Pattern wanted, Site site) {
    return wanted == null
        || wanted.matcher(site.id()).matches()
        || wanted.matcher(site.culpritText()).matches();
  }

  /**
   * Enters the pools that were there before the probes. Where the JDK lists pools that is done
   * once: one that is met later had found no room. On 17 they are met by their threads, and where
   * that is later, it is not known why their construction was not seen.
   */
  private void enterOlder() {
    PoolTable pools = books.pools();
    if (!instrumented) {
      pools.tidy(new BitSet());
    }
    boolean before = instrumented && !soughtOlder;
    int variant = before ? VariantTable.OLDER : VariantTable.NOT_CAPTURED;
    if (pools.dropped() > 0 || !pools.hasRoom(false)) {
      return;
    }
    if (!PoolReader.hasContainers()) {
      for (Thread thread : threads.platform()) {
        Object executor = PoolReader.executorOf(thread);
        if (executor != null) {
          pools.addOlder(executor, variant);
        }
      }
    } else if (before || !instrumented) {
      PoolReader.forEachContainer(
          container -> {
            if (PoolReader.isPool(container)) {
              pools.addOlder(container, variant);
            }
          });
    }
    soughtOlder = true;
  }

  /** Finds the executor of a container whose construction was not seen by one of its threads. */
  private void linkUnknown() {
    boolean[] unknown = new boolean[1];
    books
        .pools()
        .forEach(
            pool -> {
              Object known = pool.executor();
              unknown[0] |= known != null && PoolReader.isBareContainer(known);
            });
    if (!unknown[0]) {
      return;
    }
    for (Thread thread : threads.platform()) {
      Object container = PoolReader.containerOf(thread);
      Object executor = container == null ? null : PoolReader.executorOf(thread);
      if (container != null && executor != null) {
        books.pools().linkUnknown(container, executor);
      }
    }
  }

  /** The pools of one kind. For one thread. */
  private static final class Sums {
    private long busy;
    private long idle;
    private long shutdown;
    private long terminated;
    private long busyThreads;
    private long idleThreads;

    void add(PoolState state) {
      switch (PoolActivity.of(state)) {
        case BUSY -> busy++;
        case IDLE -> idle++;
        case SHUTDOWN -> shutdown++;
        case TERMINATED -> terminated++;
        case UNKNOWN -> {}
      }
      if (state.active() >= 0 && state.threads() >= 0) {
        busyThreads += state.active();
        idleThreads += state.threads() - state.active();
      }
    }

    PoolCount count(PoolKind kind) {
      return new PoolCount(
          kind.simpleName(), busy, idle, shutdown, terminated, busyThreads, idleThreads);
    }
  }
}
