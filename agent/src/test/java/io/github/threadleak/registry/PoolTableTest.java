package io.github.threadleak.registry;

import static org.assertj.core.api.Assertions.assertThat;

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
}
