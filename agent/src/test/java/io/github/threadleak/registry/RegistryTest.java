package io.github.threadleak.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private final Registry registry = new Registry();

  @Test
  void givesBackWhatWasEntered() {
    long farId = (1L << 45) - 1;
    registry.add(farId, 41, true, (1 << 20) - 1, 77, 66, 123_456);

    Registry.Entry entry = new Registry.Entry();
    assertThat(registry.find(farId, entry)).isTrue();
    assertThat(entry.id).isEqualTo(farId);
    assertThat(entry.parentId).isEqualTo(41);
    assertThat(entry.virtual).isTrue();
    assertThat(entry.pool).isEqualTo((1 << 20) - 1);
    assertThat(entry.variant).isEqualTo(77);
    assertThat(entry.started).isEqualTo(123_456);
  }

  @Test
  void countsByHomeAndKind() {
    long farId = (1L << 45) - 1;
    int highest = (1 << 17) - 2;
    registry.add(farId, 1, true, 0, 7, highest, 1);
    registry.add(2, 1, false, 0, 7, highest, 1);
    registry.add(3, 1, true, 0, 7, highest + 1, 1);
    registry.add(4, 1, true, 0, 7, 5, 1);
    registry.add(5, 1, true, 0, 7, 5, 1);
    registry.remove(4);
    int[] platform = new int[highest + 1];
    int[] virtual = new int[highest + 1];
    List<Long> others = new ArrayList<>();
    registry.count(platform, virtual, entry -> others.add(entry.id));

    assertThat(platform[highest]).isEqualTo(1);
    assertThat(virtual[highest]).isEqualTo(1);
    assertThat(virtual[5]).isEqualTo(1);
    assertThat(others).containsExactly(3L);
    assertThat(registry.remove(farId)).isTrue();
  }

  @Test
  void visitsTheThreadsOfSomeHomes() {
    registry.add(1, 1, true, 0, 7, 5, 1);
    registry.add(2, 1, true, 0, 7, 6, 1);
    registry.add(3, 1, true, 0, 7, 1 << 20, 1);
    boolean[] homes = new boolean[10];
    homes[5] = true;
    List<Long> visited = new ArrayList<>();
    registry.forEachAt(homes, entry -> visited.add(entry.id));

    assertThat(visited).containsExactlyInAnyOrder(1L, 3L);
  }

  @Test
  void removesOnce() {
    registry.add(5, 1, false, 0, 1, 1, 1);

    assertThat(registry.remove(5)).isTrue();
    assertThat(registry.remove(5)).isFalse();
    assertThat(registry.find(5, new Registry.Entry())).isFalse();
  }

  @Test
  void staysSmallWhileManyThreadsComeAndGo() {
    long before = registry.bytes();
    for (long id = 1; id <= 2_000_000; id++) {
      registry.add(id, 1, true, 0, 1, 1, 1);
      assertThat(registry.remove(id)).isTrue();
    }
    assertThat(registry.bytes()).isEqualTo(before);
  }

  @Test
  void staysSmallWhereOldThreadsHoldTheFirstPlaces() {
    int old = 6_000;
    for (long id = 1; id <= old; id++) {
      registry.add(id, 1, true, 0, 1, 1, 1);
    }
    long before = registry.bytes();
    for (long id = old + 1; id <= 500_000; id++) {
      registry.add(id, 1, true, 0, 1, 1, 1);
      assertThat(registry.remove(id)).isTrue();
    }
    assertThat(registry.bytes()).isEqualTo(before);
    assertThat(ids()).hasSize(old);
  }

  @Test
  void keepsANoteWhereverTheThreadIsMoved() {
    Registry.Entry entry = new Registry.Entry();
    registry.add(7, 1, true, 0, 1, 1, 1);
    assertThat(registry.find(7, entry)).isTrue();
    registry.note(entry, 99);
    registry.tidy(1, 1);
    registry.tidy(100_000, 1);

    assertThat(registry.find(7, entry)).isTrue();
    assertThat(entry.note).isEqualTo(99);
    assertThat(registry.remove(7)).isTrue();
  }

  @Test
  void growsWithLiveThreadsAndShrinksAgain() {
    for (long id = 1; id <= 300_000; id++) {
      registry.add(id, 1, true, 0, 1, 1, 1);
    }
    registry.tidy(300_000, 10);
    assertThat(ids()).hasSize(300_000);
    assertThat(registry.bytes()).isLessThan(300_000 * 64L);

    for (long id = 1; id <= 299_990; id++) {
      assertThat(registry.remove(id)).isTrue();
    }
    for (int i = 0; i < 10; i++) {
      registry.tidy(10, 10);
    }
    assertThat(ids()).hasSize(10);
    assertThat(registry.bytes()).isLessThanOrEqualTo(4L * 8 * 8192);
  }

  @Test
  void losesNoThreadWhileLinksMove() throws Exception {
    int spawners = 4;
    int each = 200_000;
    AtomicLong nextId = new AtomicLong();
    AtomicBoolean done = new AtomicBoolean();
    Set<Long> kept = ConcurrentHashMap.newKeySet();
    AtomicLong failedRemovals = new AtomicLong();
    ExecutorService pool = Executors.newFixedThreadPool(spawners + 1);
    try {
      var mover =
          pool.submit(
              () -> {
                // Alternately asks for room and for none, so that entries move all the time.
                for (int round = 0; !done.get(); round++) {
                  registry.tidy(round % 2 == 0 ? 1_000_000 : 0, 10);
                }
              });
      var work = new ArrayList<Future<?>>();
      for (int s = 0; s < spawners; s++) {
        work.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    long id = nextId.incrementAndGet();
                    registry.add(id, 1, true, 0, 1, 1, 1);
                    if (id % 100 == 0) {
                      kept.add(id);
                    } else if (!registry.remove(id)) {
                      failedRemovals.incrementAndGet();
                    }
                  }
                }));
      }
      for (var future : work) {
        future.get(60, TimeUnit.SECONDS);
      }
      done.set(true);
      mover.get(60, TimeUnit.SECONDS);
    } finally {
      pool.shutdownNow();
    }
    assertThat(failedRemovals).hasValue(0);
    assertThat(ids()).isEqualTo(kept);
    assertThat(registry.claimedSlots()).isZero();
  }

  /**
   * The stack runs out at every instruction of an insert in turn; none is found half made, and a
   * slot that stays claimed is taken back after a minute.
   */
  @Test
  void takesClaimedSlotsBackAfterTheStackOverflowed() throws Exception {
    AtomicLong nextId = new AtomicLong();
    AtomicLong entered = new AtomicLong();
    Thread thread =
        new Thread(
            null,
            () -> {
              for (int round = 0; round < 300; round++) {
                overflow(nextId, entered, round % 7);
              }
            },
            "overflowing",
            256 * 1024);
    thread.start();
    thread.join(60_000);

    assertThat(thread.isAlive()).isFalse();
    assertThat(entered.get()).isPositive().isLessThan(nextId.get());
    registry.tidy(entered.get(), 1 + 601);
    registry.tidy(entered.get(), 1 + 601);
    assertThat(registry.claimedSlots()).isZero();
    assertThat(ids()).hasSizeGreaterThanOrEqualTo((int) entered.get());
    long id = nextId.incrementAndGet();
    registry.add(id, 1, false, 0, 1, 1, 1);
    assertThat(registry.remove(id)).isTrue();
  }

  // At each depth on the way up one more insert is tried, so some of them run out of stack in the
  // middle.
  private void overflow(AtomicLong nextId, AtomicLong entered, int padding) {
    try {
      overflow(nextId, entered, padding + 1);
    } catch (StackOverflowError deeper) {
      long id = nextId.incrementAndGet();
      registry.add(id, 1, false, 0, 1, 1, 1);
      entered.incrementAndGet();
      if (entered.get() % 50 == 0) {
        return;
      }
      throw deeper;
    }
  }

  private Set<Long> ids() {
    Set<Long> ids = new HashSet<>();
    registry.forEach(entry -> assertThat(ids.add(entry.id)).as("seen twice").isTrue());
    return ids;
  }
}
