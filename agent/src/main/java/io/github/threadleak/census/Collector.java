package io.github.threadleak.census;

import io.github.threadleak.jvm.LockOwners;
import io.github.threadleak.jvm.Monitors;
import io.github.threadleak.registry.PoolTable;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the threads of one look into groups; several collectors share a large look. For one thread.
 */
final class Collector {
  /** Threads that may be part of a deadlock are put into groups last; more than this are not. */
  private static final int MOST_HELD_BACK = 20_000;

  /** Threads of thousands of sites come in no order. */
  private static final int RECENT = 1 << 14;

  /** Threads that are asked for their monitor. */
  static final int MOST_ASKED = 2_000;

  private final SiteTable sites;
  private final MonitorFinder monitors;
  private final boolean exact;
  private final StackReader stacks = new StackReader();
  private final Map<GroupKey, GroupBuilder> groups = new HashMap<>();
  private final @Nullable GroupBuilder[] recent = new GroupBuilder[RECENT];
  private final List<Seen> heldBack = new ArrayList<>();
  private PoolTable.@Nullable Pool lastPool;
  private @Nullable Site lastPoolSite;

  Collector(SiteTable sites, Monitors monitors, boolean exact) {
    this.sites = sites;
    this.monitors = new MonitorFinder(monitors, MOST_ASKED);
    this.exact = exact;
  }

  void add(Seen seen) {
    if (holdBack(seen, heldBack)) {
      return;
    }
    Site poolSite = poolSite(seen.pool);
    int slot = GroupKey.hash(seen, poolSite) & (RECENT - 1);
    GroupBuilder builder = recent[slot];
    if (builder == null || !builder.key().fits(seen, poolSite)) {
      builder = builderOf(GroupKey.of(seen, poolSite, -1));
      recent[slot] = builder;
    }
    builder.add(seen, stacks, monitors);
  }

  /** Keeps a copy of one that waits, without a limit, for what another thread holds. */
  static boolean holdBack(Seen seen, List<Seen> heldBack) {
    boolean waits =
        seen.state == Thread.State.BLOCKED
            || (seen.state == Thread.State.WAITING && LockOwners.of(seen.blocker) != null);
    return waits && heldBack.size() < MOST_HELD_BACK && heldBack.add(seen.copy());
  }

  private GroupBuilder builderOf(GroupKey key) {
    return groups.computeIfAbsent(key, k -> new GroupBuilder(k, exact));
  }

  @SuppressWarnings("ReferenceEquality") // threads of one pool tend to come together
  private @Nullable Site poolSite(PoolTable.@Nullable Pool pool) {
    if (pool != lastPool) {
      lastPool = pool;
      lastPoolSite = pool == null ? null : sites.variant(pool.variant).site();
    }
    return lastPoolSite;
  }

  /** Takes in what another collector has. */
  void absorb(Collector other) {
    heldBack.addAll(other.heldBack);
    for (GroupBuilder builder : other.groups.values()) {
      GroupBuilder mine = groups.putIfAbsent(builder.key(), builder);
      if (mine != null) {
        mine.absorb(builder);
      }
    }
  }

  /** The threads that have to be looked at together before they go into groups. */
  List<Seen> heldBack() {
    return heldBack;
  }

  /** Puts the threads that were held back into groups. */
  void addHeldBack(Deadlocks deadlocks) {
    for (Seen seen : heldBack) {
      int deadlock = deadlocks.numberOf(seen.id);
      builderOf(GroupKey.of(seen, poolSite(seen.pool), deadlock)).add(seen, stacks, monitors);
    }
  }

  Collection<GroupBuilder> builders() {
    return groups.values();
  }

  StackReader stacks() {
    return stacks;
  }

  MonitorFinder monitors() {
    return monitors;
  }
}
