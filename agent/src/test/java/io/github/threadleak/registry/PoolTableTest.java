package io.github.threadleak.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.threadleak.jvm.PoolKind;
import io.github.threadleak.jvm.PoolState;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PoolTableTest {
  private final PoolTable pools = new PoolTable();

  @Test
  void findsAPoolByIdentity() {
    Object one = new String("same");
    Object other = new String("same");
    pools.add(one, 7, true);

    assertThat(pools.indexOf(one)).isPositive();
    assertThat(pools.at(pools.indexOf(one)).variant).isEqualTo(7);
    assertThat(pools.indexOf(other)).isZero();
    assertThat(pools.at(0)).isNull();
  }

  @Test
  void keepsNoPoolAlive() throws Exception {
    pools.add(new Object(), 9, false);
    BitSet used = new BitSet();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    do {
      System.gc();
      pools.tidy(new BitSet());
      used.clear();
      pools.markVariants(used);
    } while (used.get(9) && System.nanoTime() < deadline);

    assertThat(used.get(9)).isFalse();
  }

  @Test
  void keepsRoomForPoolsWithWorkersWhateverElseIsMade() {
    Object[] kept = new Object[100_000];
    for (int i = 0; i < kept.length && pools.hasRoom(false); i++) {
      kept[i] = new Object();
      pools.add(kept[i], i, false);
    }
    assertThat(pools.hasRoom(false)).isFalse();
    assertThat(pools.hasRoom(true)).isTrue();
    Object pool = new Object();
    pools.add(pool, 1, true);

    assertThat(pools.indexOf(pool)).isPositive();
  }

  @Test
  void countsPoolsBeyondItsBound() {
    Object[] kept = new Object[100_000];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = new Object();
      pools.add(kept[i], i, true);
    }
    long found = 0;
    for (Object pool : kept) {
      found += pools.indexOf(pool) == 0 ? 0 : 1;
    }
    assertThat(found + pools.dropped()).isEqualTo(kept.length);
    assertThat(found).isGreaterThan(60_000);
  }

  @Test
  void leadsFromAContainerToItsExecutor() {
    Object container = new Object();
    Object executor = new Object();
    Object stray = new Object();
    pools.add(container, 3, true);
    PoolTable.Pool pool = pools.at(pools.indexOf(container));
    assertThat(pool.executor()).isSameAs(container);

    pools.link(container, executor);
    pools.linkUnknown(container, stray);
    pools.link(stray, executor);

    assertThat(pool.executor()).isSameAs(executor);
    assertThat(pools.indexOf(stray)).isZero();
  }

  @Test
  void keepsNoExecutorAlive() throws Exception {
    Object container = new Object();
    pools.add(container, 3, true);
    pools.link(container, new Object());
    PoolTable.Pool pool = pools.at(pools.indexOf(container));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (pool.executor() != null && System.nanoTime() < deadline) {
      System.gc();
    }

    assertThat(pool.executor()).isNull();
    assertThat(pools.indexOf(container)).isPositive();
  }

  @Test
  void leavesThreadsOfAnOlderPoolToWhoeverStartedThem() {
    Object known = new Object();
    Object older = new Object();
    pools.add(known, 3, true);
    pools.addOlder(known, 2);
    pools.addOlder(older, 2);

    assertThat(pools.at(pools.indexOf(known)).variant).isEqualTo(3);
    assertThat(pools.at(pools.indexOf(older)).workers).isFalse();
  }

  @Test
  void notesWhenAPoolWasLastSeenToWork() {
    Object executor = new Object();
    pools.add(executor, 3, true);
    PoolTable.Pool pool = pools.at(pools.indexOf(executor));

    pool.note(state(0, 0, 0), 10);
    assertThat(pool.lastWorked()).isZero();
    pool.note(state(0, 0, 1), 20);
    assertThat(pool.lastWorked()).isEqualTo(20);
    pool.note(state(0, 0, 1), 30);
    assertThat(pool.lastWorked()).isEqualTo(20);
    pool.note(state(0, 5, 1), 40);
    assertThat(pool.lastWorked()).isEqualTo(40);
    pool.note(state(1, 5, 1), 50);
    pool.note(state(1, 5, 1), 60);
    assertThat(pool.lastWorked()).isEqualTo(60);
    pool.note(state(PoolState.UNKNOWN, 5, PoolState.UNKNOWN), 70);
    assertThat(pool.lastWorked()).isEqualTo(60);
  }

  private static PoolState state(long active, long queued, long completed) {
    return new PoolState(PoolKind.THREAD_POOL, PoolState.Run.RUNNING, 1, active, queued, completed);
  }
}
