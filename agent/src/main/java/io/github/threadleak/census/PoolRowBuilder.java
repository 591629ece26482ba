package io.github.threadleak.census;

import io.github.threadleak.jvm.PoolReader;
import io.github.threadleak.jvm.PoolState;
import io.github.threadleak.registry.PoolTable;
import io.github.threadleak.site.Frame;
import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.PoolRole;
import io.github.threadleak.snapshot.PoolRow;
import org.jspecify.annotations.Nullable;

/** Sums the pools of one row up. For one thread; holds no pool. */
final class PoolRowBuilder {
  /** Names are alike within a row: a few say as much as all. */
  private static final int POOLS_NAMED = 64;

  private static final int THREADS_NAMED = 4;

  private final String type;
  private final Site.Variant constructed;
  private @Nullable PoolRole role;
  private final ThreadNames names = new ThreadNames();
  private long pools;
  private final long[] inState = new long[PoolActivity.values().length];
  private long unread;
  private long threads;
  private long active;
  private long queued;
  private long neverWorked;
  private final Tenths worked = new Tenths();
  private int lastLook;

  PoolRowBuilder(String type, Site.Variant constructed) {
    this.type = type;
    this.constructed = constructed;
    Frame culprit = constructed.site().culprit();
    this.role = culprit != null && culprit.isJdk() ? PoolRole.JDK : null;
  }

  @SuppressWarnings("EnumOrdinal") // the place of a count
  void add(PoolTable.Pool pool, Object executor, int now) {
    if (PoolReader.isCommonPool(executor)) {
      role = PoolRole.COMMON_POOL;
    } else if (PoolReader.isCarrierPool(executor)) {
      role = PoolRole.CARRIERS;
    }
    if (pools++ < POOLS_NAMED) {
      PoolReader.threadNames(executor, THREADS_NAMED).forEach(names::add);
    }
    PoolState state = pool.state();
    if (state == null) {
      unread++;
      threads = PoolState.UNKNOWN;
      active = PoolState.UNKNOWN;
      queued = PoolState.UNKNOWN;
      return;
    }
    unread += state.run() == PoolState.Run.UNKNOWN ? 1 : 0;
    inState[PoolActivity.of(state).ordinal()]++;
    threads = sum(threads, state.threads());
    active = sum(active, state.active());
    queued = sum(queued, state.queued());
    if (pool.lastWorked() != 0) {
      worked.add(pool.lastWorked());
    } else if (state.completed() == 0) {
      neverWorked++;
    }
    lastLook = now;
  }

  PoolRow build() {
    return new PoolRow(
        type,
        role,
        names.pattern(),
        pools,
        in(PoolActivity.BUSY),
        in(PoolActivity.IDLE),
        in(PoolActivity.SHUTDOWN),
        in(PoolActivity.TERMINATED),
        unread,
        threads,
        active,
        queued,
        worked.before(lastLook),
        neverWorked,
        constructed);
  }

  @SuppressWarnings("EnumOrdinal") // the place of a count
  private long in(PoolActivity activity) {
    return inState[activity.ordinal()];
  }

  private static long sum(long a, long b) {
    return a < 0 || b < 0 ? PoolState.UNKNOWN : a + b;
  }
}
