package io.github.threadleak.census;

import io.github.threadleak.parking.Classifier;
import io.github.threadleak.parking.Reason;
import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.PoolTable;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.ThreadCounts;
import io.github.threadleak.verdict.Detector;
import io.github.threadleak.verdict.Judge;
import io.github.threadleak.verdict.Judgement;
import io.github.threadleak.verdict.Standing;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts threads by what they are parked on at the cost of a few stacks: those of each group are
 * read when the group is new and now and then after that. For the census thread.
 */
final class Occupancy {
  private static final int SAMPLES = 4;

  /** A group's stacks are read again after this many censuses. */
  private static final int FRESH_FOR = 6;

  private final Books books;
  private final SiteTable sites;
  private Map<Key, Cell> cells = new HashMap<>();
  private ThreadCounts last = ThreadCounts.NONE;
  private long censuses;

  Occupancy(Books books, SiteTable sites) {
    this.books = books;
    this.sites = sites;
  }

  /**
   * What threads must agree in to be taken for parked alike; the site and pool by their variant.
   */
  private record Key(
      int home,
      int pool,
      Kind kind,
      Thread.State state,
      @Nullable String blocker,
      Standing standing,
      @Nullable String deadlock) {
    // By hand, as in Frame.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && home == key.home
          && pool == key.pool
          && kind == key.kind
          && state == key.state
          && Objects.equals(blocker, key.blocker)
          && standing.equals(key.standing)
          && Objects.equals(deadlock, key.deadlock);
    }

    @Override
    public int hashCode() {
      return ((home * 31 + pool) * 31 + Objects.hashCode(blocker)) * 31 + state.hashCode();
    }
  }

  /** The threads of one key. */
  private static final class Cell {
    final Key key;
    long count;
    final @Nullable Thread[] samples = new Thread[SAMPLES];
    Reason[] reasons = {};
    long readAt;

    Cell(Key key) {
      this.key = key;
    }
  }

  /** One count of all threads. */
  final class Count {
    private final Map<Key, Cell> counted = new HashMap<>();

    // By home: the threads of a site mostly agree in all else.
    private final @Nullable Cell[] latest = new Cell[books.variants().limit()];

    void add(
        Thread thread,
        Kind kind,
        Thread.State state,
        @Nullable Object blocker,
        int home,
        int poolIndex,
        Standing standing,
        @Nullable String deadlock) {
      PoolTable.Pool its = books.pools().at(poolIndex);
      int pool = its == null ? -1 : its.variant;
      String blockerClass = blocker == null ? null : blocker.getClass().getName();
      Cell cell = cellOf(home, pool, kind, state, blockerClass, standing, deadlock);
      if (cell.count < SAMPLES) {
        cell.samples[(int) cell.count] = thread;
      }
      cell.count++;
    }

    private Cell cellOf(
        int home,
        int pool,
        Kind kind,
        Thread.State state,
        @Nullable String blocker,
        Standing standing,
        @Nullable String deadlock) {
      Cell known = latest[home];
      if (known != null
          && known.key.pool == pool
          && known.key.kind == kind
          && known.key.state == state
          && known.key.standing.equals(standing)
          && deadlock == null
          && known.key.deadlock == null
          && Objects.equals(known.key.blocker, blocker)) {
        return known;
      }
      Key key = new Key(home, pool, kind, state, blocker, standing, deadlock);
      Cell cell = counted.computeIfAbsent(key, Cell::new);
      latest[home] = cell;
      return cell;
    }

    /** Reads the stacks that have to be read. */
    void read() {
      censuses++;
      StackReader stacks = new StackReader();
      counted.forEach((key, cell) -> tell(key, cell, stacks));
      cells = counted;
    }

    /**
     * The parks that enough threads share, for long, whose spawn site is not known. To be called
     * after {@link #read}.
     */
    Set<Detector.OlderPark> olderParks() {
      Map<Detector.OlderPark, Long> sums = new HashMap<>();
      counted.forEach(
          (key, cell) -> {
            if (key.standing.longParked()
                && sites.variant(key.home).site().origin() != Site.Origin.SPAWNED) {
              forEachReason(
                  cell,
                  (reason, share) ->
                      sums.merge(
                          new Detector.OlderPark(key.kind, key.state, key.blocker, reason),
                          share,
                          Long::sum));
            }
          });
      sums.values().removeIf(count -> count < Detector.SEVERAL);
      return sums.keySet();
    }

    /** Adds up. To be called after {@link #read}. */
    ThreadCounts result(Judge judge) {
      Map<Kind, Map<Thread.State, Long>> byState = zeros(last.byState());
      Map<Kind, Map<Reason, Long>> byReason = zeros(last.byReason());
      Leaks leaks = new Leaks();
      counted.forEach(
          (key, cell) -> {
            Site site = sites.variant(key.home).site();
            byState
                .computeIfAbsent(key.kind, k -> new EnumMap<>(Thread.State.class))
                .merge(key.state, cell.count, Long::sum);
            Map<Reason, Long> reasons =
                byReason.computeIfAbsent(key.kind, k -> new EnumMap<>(Reason.class));
            forEachReason(
                cell,
                (reason, share) -> {
                  reasons.merge(reason, share, Long::sum);
                  Judgement judgement =
                      judge.of(
                          key.deadlock,
                          key.standing,
                          site,
                          key.kind,
                          key.state,
                          key.blocker,
                          reason);
                  leaks.add(judgement, site, key.kind, reason, share);
                });
          });
      last = new ThreadCounts(byState, byReason, leaks.list());
      return last;
    }

    /** Shares the threads of a cell out among the reasons that its samples had. */
    private void forEachReason(Cell cell, ObjLongConsumer<Reason> each) {
      long left = cell.count;
      for (int i = 0; i < cell.reasons.length; i++) {
        long share = left / (cell.reasons.length - i);
        left -= share;
        each.accept(cell.reasons[i], share);
      }
    }

    /**
     * What was counted once is counted as 0 when there is none of it any more: a series goes on.
     */
    private <E extends Enum<E>> Map<Kind, Map<E, Long>> zeros(Map<Kind, Map<E, Long>> before) {
      Map<Kind, Map<E, Long>> zeros = new EnumMap<>(Kind.class);
      before.forEach(
          (kind, counts) -> {
            Map<E, Long> ofKind = new EnumMap<>(counts);
            ofKind.replaceAll((what, count) -> 0L);
            zeros.put(kind, ofKind);
          });
      return zeros;
    }

    private void tell(Key key, Cell cell, StackReader stacks) {
      Cell before = cells.get(key);
      int samples = (int) Math.min(SAMPLES, cell.count);
      if (before != null
          && before.reasons.length == samples
          && (cell.count > SAMPLES || cell.count == before.count)
          && censuses - before.readAt < FRESH_FOR) {
        cell.reasons = before.reasons;
        cell.readAt = before.readAt;
      } else {
        cell.reasons = new Reason[samples];
        cell.readAt = censuses;
        for (int i = 0; i < samples; i++) {
          Thread thread = Objects.requireNonNull(cell.samples[i]);
          cell.reasons[i] =
              Classifier.classify(key.state, key.blocker, stacks.read(thread)).reason();
        }
      }
      Arrays.fill(cell.samples, null); // a cell outlives the census, a thread must not
    }
  }
}
