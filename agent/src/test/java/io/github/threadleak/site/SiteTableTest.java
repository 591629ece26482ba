package io.github.threadleak.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SiteTableTest {
  /** Here the capture is called directly: what stands above its caller is its own frame. */
  private static final String CAPTURE = VariantTable.class.getName();

  private final VariantTable variants = new VariantTable(1000, true);
  private final SiteTable sites = new SiteTable(variants, 1000, List.of(), CAPTURE);

  private int spawnHere() {
    return variants.capture();
  }

  private int spawnByOneCaller() {
    return spawnHere();
  }

  private int spawnByAnother() {
    return spawnHere();
  }

  private int spawnFrom(int depth) {
    return depth == 0 ? variants.capture() : spawnFrom(depth - 1);
  }

  @Test
  void givesOneVariantToOneStack() {
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      seen.add(spawnByOneCaller());
    }
    assertThat(seen).hasSize(1);
    assertThat(variants.captures()).isEqualTo(1);
  }

  @Test
  void tellsStacksOfEveryDepthApart() {
    Set<Integer> seen = new HashSet<>();
    for (int depth = 0; depth < 100; depth++) {
      seen.add(spawnFrom(depth));
    }
    assertThat(seen).hasSize(100);
  }

  @Test
  void countsOneLineAsOneSiteWhoeverCallsIt() {
    Site one = sites.variant(spawnByOneCaller()).site();
    Site other = sites.variant(spawnByAnother()).site();

    assertThat(other).isSameAs(one);
    assertThat(one.id()).matches("[0-9a-f]{8}");
    assertThat(one.culpritText()).contains("SiteTableTest.spawnHere(");
  }

  @Test
  void keepsTheFullStackOfEachVariant() {
    List<Frame> stack = sites.variant(spawnByOneCaller()).stack();

    assertThat(stack).extracting(Frame::method).contains("spawnHere", "spawnByOneCaller");
  }

  @Test
  void holdsNoClassOnceFramesAreMade() {
    int variant = spawnByOneCaller();
    assertThat(variants.stack(variant)).isInstanceOf(SpawnPoint.class);

    sites.tidy(new BitSet());

    assertThat(variants.stack(variant)).isInstanceOf(Site.Variant.class);
  }

  @Test
  void makesRoomOfWhatNothingRefersToAndOverflowsOnlyThen() {
    VariantTable small = new VariantTable(64, true);
    SiteTable few = new SiteTable(small, 4, List.of(), CAPTURE);
    BitSet inUse = new BitSet();
    int first = captureAt(small, 0);
    inUse.set(first);
    few.tidy(inUse);
    Site kept = few.variant(first).site();
    for (int i = 1; i < 4; i++) {
      few.variant(captureAt(small, i));
    }
    few.tidy(inUse);

    assertThat(few.variant(captureAt(small, 4)).site().origin()).isEqualTo(Site.Origin.SPAWNED);
    assertThat(few.size()).isLessThanOrEqualTo(4);
    assertThat(few.variant(first).site()).isSameAs(kept);
    assertThat(few.dropped()).isZero();
  }

  @Test
  void countsUnderOverflowWhenEverySiteIsAlive() {
    VariantTable small = new VariantTable(64, true);
    SiteTable few = new SiteTable(small, 2, List.of(), CAPTURE);
    BitSet inUse = new BitSet();
    for (int i = 0; i < 2; i++) {
      int variant = captureAt(small, i);
      inUse.set(variant);
    }
    few.tidy(inUse);

    Site third = few.variant(captureAt(small, 2)).site();

    assertThat(third.origin()).isEqualTo(Site.Origin.OVERFLOW);
    assertThat(third.id()).isEqualTo("overflow");
    assertThat(few.dropped()).isEqualTo(1);
  }

  @Test
  void givesWhatOverflowedASiteOfItsOwnWhenThereIsRoom() {
    VariantTable small = new VariantTable(64, true);
    SiteTable few = new SiteTable(small, 1, List.of(), CAPTURE);
    int first = captureAt(small, 0);
    few.variant(first);
    int second = captureAt(small, 1);
    assertThat(few.variant(second).site().id()).isEqualTo("overflow");

    BitSet secondInUse = new BitSet();
    secondInUse.set(second);
    few.tidy(secondInUse);

    assertThat(few.variant(second).site().culpritText()).contains("SiteTableTest.captureAt(");
  }

  @Test
  void neverTakesTheSiteOfAThreadThatStartedSinceTheLastCensus() {
    VariantTable small = new VariantTable(64, true);
    SiteTable few = new SiteTable(small, 2, List.of(), CAPTURE);
    few.tidy(new BitSet());
    int first = captureAt(small, 0);
    Site kept = few.variant(first).site();
    few.variant(captureAt(small, 1));
    assertThat(few.variant(captureAt(small, 2)).site().id()).isEqualTo("overflow");
    assertThat(few.variant(first).site()).isSameAs(kept);
    assertThat(kept.origin()).isEqualTo(Site.Origin.SPAWNED);
  }

  @Test
  void staysWithinItsSizeWhateverIsThrownAtIt() {
    VariantTable small = new VariantTable(16, true);
    SiteTable few = new SiteTable(small, 16, List.of(), CAPTURE);
    for (int round = 0; round < 20; round++) {
      for (int depth = 0; depth < 400; depth++) {
        recurse(small, depth);
      }
      few.tidy(new BitSet());
      few.tidy(new BitSet());
    }
    int variant = captureAt(small, 0);
    assertThat(few.variant(variant).site().origin()).isEqualTo(Site.Origin.SPAWNED);
  }

  private static int recurse(VariantTable table, int depth) {
    return depth == 0 ? table.capture() : recurse(table, depth - 1);
  }

  // Each case is a line of its own, hence a site of its own.
  private static int captureAt(VariantTable table, int place) {
    return switch (place) {
      case 0 -> table.capture();
      case 1 -> table.capture();
      case 2 -> table.capture();
      case 3 -> table.capture();
      default -> table.capture();
    };
  }
}
