package io.github.threadleak.census;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.Registry;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.site.SpawnCapture;
import io.github.threadleak.site.VariantTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SiteCountsTest {
  /** Long before the agent's clock began, in tenths of a second. */
  private static final int LONG_AGO = -10_000_000;

  private static final int SECOND = 10;

  // So many sites that not each home has room in a key.
  private final VariantTable variants = new VariantTable(100_000, true);
  private final Books books =
      new Books(variants, new SpawnCapture(SpawnCapture.Mode.EXACT, 1, variants));
  private final Registry registry = books.registry();
  private final SiteTable sites = sites(100_000);
  private final SiteCounts counts = new SiteCounts(books, sites);
  private final AtomicLong nextId = new AtomicLong();

  private SiteTable sites(int most) {
    return new SiteTable(variants, most, List.of(), VariantTable.class.getName());
  }

  /** Slots that nobody has had before. */
  private static SeriesSlots largest(int most) {
    return new SeriesSlots(most, () -> 0);
  }

  /** Stacks of four lines, of several depths each. */
  private List<Integer> stacks() {
    List<Integer> stacks = new ArrayList<>();
    for (int depth = 0; depth < 8; depth++) {
      stacks.add(first(depth));
      stacks.add(second(depth));
      stacks.add(third(depth));
      stacks.add(fourth(depth));
    }
    return stacks;
  }

  private int first(int depth) {
    return depth == 0 ? variants.capture() : first(depth - 1);
  }

  private int second(int depth) {
    return depth == 0 ? variants.capture() : second(depth - 1);
  }

  private int third(int depth) {
    return depth == 0 ? variants.capture() : third(depth - 1);
  }

  private int fourth(int depth) {
    return depth == 0 ? variants.capture() : fourth(depth - 1);
  }

  private long start(int variant, boolean virtual, int pool, int started) {
    long id = nextId.incrementAndGet();
    registry.add(id, 1, virtual, pool, variant, books.home(pool, variant), started);
    return id;
  }

  private long start(int variant, int started) {
    return start(variant, true, 0, started);
  }

  @Test
  void agreesWithAWalkOfAllEntriesAfterAnyComingAndGoing() throws Exception {
    List<Integer> stacks = stacks();
    assertThat(stacks)
        .anyMatch(variant -> variant < 100_000)
        .anyMatch(variant -> variant > 1 << 17);
    Object workers = new Object();
    books.pools().add(workers, stacks.get(0), true);
    Object tasks = new Object();
    books.pools().add(tasks, stacks.get(1), false);
    int[] pools = {0, 0, books.pools().indexOf(workers), books.pools().indexOf(tasks)};
    AtomicInteger clock = new AtomicInteger(LONG_AGO);
    int spawners = 3;
    ExecutorService threads = Executors.newFixedThreadPool(spawners + 2);
    try {
      List<ArrayDeque<Long>> live = new ArrayList<>();
      for (int i = 0; i < spawners; i++) {
        live.add(new ArrayDeque<>());
      }
      for (int round = 0; round < 25; round++) {
        AtomicBoolean done = new AtomicBoolean();
        var mover =
            threads.submit(
                () -> {
                  for (int i = 0; !done.get(); i++) {
                    registry.tidy(i % 2 == 0 ? 100_000 : 0, 10);
                  }
                });
        var scraper =
            threads.submit(
                () -> {
                  while (!done.get()) {
                    counts.live(largest(2));
                  }
                });
        List<Future<?>> work = new ArrayList<>();
        for (int i = 0; i < spawners; i++) {
          ArrayDeque<Long> its = live.get(i);
          SplittableRandom random = new SplittableRandom(round * 100L + i);
          boolean grows = round % 3 != 2;
          work.add(
              threads.submit(
                  () -> {
                    for (int n = 0; n < 4_000; n++) {
                      if (its.isEmpty() || random.nextInt(100) < (grows ? 60 : 30)) {
                        int variant = stacks.get(random.nextInt(stacks.size()));
                        int pool = pools[random.nextInt(pools.length)];
                        its.add(
                            start(variant, random.nextBoolean(), pool, clock.addAndGet(SECOND)));
                      } else {
                        long id = random.nextBoolean() ? its.removeFirst() : its.removeLast();
                        assertThat(registry.remove(id)).isTrue();
                      }
                    }
                  }));
        }
        for (Future<?> each : work) {
          each.get(60, TimeUnit.SECONDS);
        }
        done.set(true);
        mover.get(60, TimeUnit.SECONDS);
        scraper.get(60, TimeUnit.SECONDS);
        assertThatCountsAreThoseOfAWalk();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void assertThatCountsAreThoseOfAWalk() {
    Map<Site, long[]> expected = new HashMap<>();
    registry.forEach(
        entry -> {
          Site site = sites.variant(books.home(entry.pool, entry.variant)).site();
          long[] sum = expected.computeIfAbsent(site, none -> new long[] {0, 0, 0});
          sum[entry.virtual ? 1 : 0]++;
          sum[2] = Math.min(sum[2], entry.started);
        });
    LiveSites live = counts.live(largest(100));
    int now = books.clock().now();
    assertThat(live.shown()).hasSameSizeAs(expected.keySet());
    for (SiteCount count : live.shown()) {
      long[] sum = expected.getOrDefault(count.site(), new long[3]);
      assertThat(count.platform()).isEqualTo(sum[0]);
      assertThat(count.virtual()).isEqualTo(sum[1]);
      long oldest = now - Math.round(count.oldestSeconds() * SECOND);
      assertThat(Math.round((double) oldest / SECOND))
          .isEqualTo(Math.round((double) sum[2] / SECOND));
    }
  }

  @Test
  void showsTheLargestInOrderAndSumsTheOthers() {
    int[] stacks = {first(0), second(0), third(0), fourth(0)};
    for (int i = 0; i < stacks.length; i++) {
      for (int n = 0; n <= i; n++) {
        start(stacks[i], LONG_AGO);
      }
      start(stacks[i], false, 0, LONG_AGO);
    }
    start(VariantTable.OLDER, 0);

    LiveSites live = counts.live(largest(2));
    assertThat(live.shown())
        .extracting(count -> count.site())
        .containsExactly(siteOf(VariantTable.OLDER), siteOf(stacks[3]), siteOf(stacks[2]));
    assertThat(live.shown()).extracting(SiteCount::live).containsExactly(1L, 5L, 4L);
    assertThat(live.otherPlatform()).isEqualTo(2);
    assertThat(live.otherVirtual()).isEqualTo(3);
    assertThat(counts.live(largest(0)).shown()).hasSize(1);
  }

  @Test
  void ordersSitesOfOneSizeByTheirId() {
    List<Integer> stacks = List.of(first(0), second(0), third(0), fourth(0));
    stacks.forEach(variant -> start(variant, LONG_AGO));

    List<String> ids = stacks.stream().map(variant -> siteOf(variant).id()).sorted().toList();
    assertThat(counts.live(largest(3)).shown())
        .extracting(count -> count.site().id())
        .isEqualTo(ids.subList(0, 3));
  }

  private Site siteOf(int variant) {
    return sites.variant(variant).site();
  }

  @Test
  void findsTheNextOldestWhereTheOldestHasEnded() {
    int variant = first(0);
    long oldest = start(variant, LONG_AGO);
    start(variant, LONG_AGO / 2);
    assertThat(oldestSeconds()).isGreaterThan(900_000);
    assertThat(oldestSeconds()).isGreaterThan(900_000);
    registry.remove(oldest);

    assertThat(oldestSeconds()).isBetween(500_000.0, 600_000.0);
  }

  @Test
  void findsAnOlderThreadThatWasEnteredLate() {
    int variant = first(0);
    start(variant, books.clock().now());
    oldestSeconds();
    start(variant, books.clock().now() - 60);

    assertThat(oldestSeconds()).isGreaterThanOrEqualTo(6);
  }

  private double oldestSeconds() {
    return counts.live(largest(1)).shown().get(0).oldestSeconds();
  }

  @Test
  void countsAsOverflowWhatLostItsRoomSinceTheLastCount() {
    SiteTable small = sites(2);
    SiteCounts ofSmall = new SiteCounts(books, small);
    int a = first(0);
    int b = second(0);
    long ofA = start(a, LONG_AGO);
    start(b, LONG_AGO);
    assertThat(ofSmall.live(largest(9)).shown())
        .extracting(count -> count.site().origin())
        .containsExactly(Site.Origin.SPAWNED, Site.Origin.SPAWNED);
    registry.remove(ofA);
    BitSet inUse = new BitSet();
    inUse.set(b);
    small.tidy(inUse);
    int c = third(0);
    start(c, LONG_AGO);
    ofSmall.live(largest(9));
    start(a, LONG_AGO);

    assertThat(ofSmall.live(largest(9)).shown())
        .extracting(count -> count.site().origin())
        .containsExactly(Site.Origin.OVERFLOW, Site.Origin.SPAWNED, Site.Origin.SPAWNED);
  }

  @Test
  void knowsAStackAnewThatTookTheNumberOfAnother() {
    VariantTable small = new VariantTable(10, true);
    Books booksOfSmall = new Books(small, new SpawnCapture(SpawnCapture.Mode.EXACT, 1, small));
    SiteTable sitesOfSmall = new SiteTable(small, 10, List.of(), VariantTable.class.getName());
    SiteCounts ofSmall = new SiteCounts(booksOfSmall, sitesOfSmall);
    int stacks = 150;
    for (int depth = 0; depth < stacks; depth++) {
      int variant = oneLine(small, depth);
      booksOfSmall.registry().add(depth + 1, 1, true, 0, variant, variant, LONG_AGO);
    }
    Site one = ofSmall.live(largest(9)).shown().get(0).site();
    for (int depth = 0; depth < stacks; depth++) {
      booksOfSmall.registry().remove(depth + 1);
    }
    // The first tidying takes them out of use, the second one frees them.
    sitesOfSmall.tidy(new BitSet());
    ofSmall.live(largest(9));
    sitesOfSmall.tidy(new BitSet());
    for (int depth = 0; depth < stacks; depth++) {
      int variant = anotherLine(small, depth);
      booksOfSmall.registry().add(stacks + depth + 1, 1, true, 0, variant, variant, LONG_AGO);
    }

    assertThat(ofSmall.live(largest(9)).shown())
        .singleElement()
        .satisfies(
            count -> {
              assertThat(count.site()).isNotEqualTo(one);
              assertThat(count.live()).isEqualTo(stacks);
            });
  }

  private static int oneLine(VariantTable table, int depth) {
    return depth == 0 ? table.capture() : oneLine(table, depth - 1);
  }

  private static int anotherLine(VariantTable table, int depth) {
    return depth == 0 ? table.capture() : anotherLine(table, depth - 1);
  }

  @Test
  void aSiteKeepsItsSlotWhileNoOtherIsClearlyLarger() {
    SeriesSlots one = new SeriesSlots(1, () -> 0);
    int first = variants.capture();
    int second = variants.capture();
    for (int i = 0; i < 40; i++) {
      start(first, LONG_AGO);
      if (i < 30) {
        start(second, LONG_AGO);
      }
    }
    Site holder = sites.variant(first).site();
    Site challenger = sites.variant(second).site();

    assertThat(shown(counts.live(one))).containsExactly(holder);
    for (int i = 30; i < 50; i++) {
      start(second, LONG_AGO);
    }
    assertThat(shown(counts.live(one))).containsExactly(holder);
    assertThat(counts.live(one).otherVirtual()).isEqualTo(50);
    start(second, LONG_AGO);
    assertThat(shown(counts.live(one))).containsExactly(challenger);
    assertThat(counts.live(one).otherVirtual()).isEqualTo(40);
  }

  private static List<Site> shown(LiveSites live) {
    return live.shown().stream().map(SiteCount::site).toList();
  }
}
