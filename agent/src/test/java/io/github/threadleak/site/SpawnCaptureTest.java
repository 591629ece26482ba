package io.github.threadleak.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SpawnCaptureTest {
  /** Here the capture is called directly: what stands above its caller is its own frame. */
  private static final String CAPTURE = SpawnCapture.class.getName();

  /** A chance of one in ten million that none of so many spawns is sampled. */
  private static final int MANY = 16 * SpawnCapture.SAMPLED;

  private final VariantTable variants = new VariantTable(1000, true);
  private final SiteTable sites = new SiteTable(variants, 1000, List.of(), CAPTURE);
  private final Runnable task = () -> {};
  private SpawnCapture capture = with(SpawnCapture.Mode.ADAPTIVE);
  private long nextId = 1_000;
  private int now = 1;

  private SpawnCapture with(SpawnCapture.Mode mode) {
    SpawnCapture made = new SpawnCapture(mode, 0.01, variants);
    try {
      made.prepare();
    } catch (ReflectiveOperationException changed) {
      throw new AssertionError(changed);
    }
    return made;
  }

  private int here() {
    return capture.variantOf(task, nextId++, now);
  }

  private int byAnotherCaller() {
    return here();
  }

  private int elsewhere() {
    return capture.variantOf(task, nextId++, now);
  }

  /** Spawns from one stack, and makes its frames when they are asked for, as the census does. */
  private List<Integer> times(int count, IntSupplier spawn) {
    List<Integer> spawned = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      spawned.add(spawn.getAsInt());
      if (variants.isPressed()) {
        sites.makeFrames();
      }
    }
    return spawned;
  }

  /** Until no more than the last share is sampled. */
  private void learn() {
    times(2 * TaskClass.AGREEING * SpawnCapture.SAMPLED, this::here);
    assertThat(capture.report(now).inferredClasses()).isEqualTo(1);
  }

  private static boolean isInferred(int variant) {
    return (variant & SpawnCapture.INFERRED) != 0;
  }

  private static long inferred(List<Integer> variants) {
    return variants.stream().filter(SpawnCaptureTest::isInferred).count();
  }

  private Set<String> methods(List<Integer> spawned) {
    return spawned.stream().map(this::methodOf).collect(Collectors.toSet());
  }

  private String methodOf(int variant) {
    Frame culprit = sites.variant(variant & ~SpawnCapture.INFERRED).site().culprit();
    return culprit == null ? "none" : culprit.method();
  }

  @Test
  void infersOnlyWhatCapturesHaveAgreedOn() {
    for (int i = 0; i < 2 * TaskClass.AGREEING; i++) {
      assertThat(isInferred(here())).as("before its frames are made").isFalse();
    }
    assertThat(inferred(times(TaskClass.AGREEING, this::here))).isZero();

    List<Integer> first = times(TaskClass.AGREEING, this::here);
    assertThat(inferred(first)).as("half of them").isBetween(100L, 412L);
    learn();
    List<Integer> spawned = times(20 * SpawnCapture.SAMPLED, this::here);
    assertThat(inferred(spawned))
        .isBetween(18L * SpawnCapture.SAMPLED, 20L * SpawnCapture.SAMPLED - 1);
    assertThat(methods(spawned)).containsExactly("here");
  }

  @Test
  void capturesAClassForGoodThatTwoPlacesSpawn() {
    learn();
    assertThat(inferred(times(MANY, this::elsewhere))).isLessThan(MANY);

    assertThat(capture.report(now).ambiguousClasses()).isEqualTo(1);
    assertThat(methods(times(MANY, this::elsewhere))).containsExactly("elsewhere");
    assertThat(methods(times(MANY, this::here))).containsExactly("here");
  }

  @Test
  void anotherCallerOfOnePlaceIsNoDisagreement() {
    learn();
    for (int i = 0; i < MANY && inferred(List.of(byAnotherCaller())) > 0; i++) {
      // until one is sampled
    }
    assertThat(capture.report(now).inferredClasses()).as("while in doubt").isZero();
    sites.makeFrames();
    times(2, this::byAnotherCaller);

    assertThat(capture.report(now).ambiguousClasses()).isZero();
    assertThat(capture.report(now).inferredClasses()).isEqualTo(1);
  }

  @Test
  void infersNothingWhileAStackOfTheClassHasNoFrames() {
    learn();
    boolean sampled = false;
    for (int i = 0; i < MANY; i++) {
      boolean captured = !isInferred(byAnotherCaller());
      assertThat(captured || !sampled).as("inferred before the new stack was judged").isTrue();
      sampled |= captured;
    }
    assertThat(sampled).isTrue();
    assertThat(variants.isPressed()).as("asks for frames").isTrue();
    sites.makeFrames();
    assertThat(variants.isPressed()).isFalse();
  }

  @Test
  void autoIsExactWithinItsBudget() {
    capture = with(SpawnCapture.Mode.AUTO);
    learn();
    for (now = 1_000; now < 1_030; now++) {
      // the first guess of what a capture costs allows for 500
      assertThat(inferred(times(10, this::here))).isZero();
    }
    assertThat(capture.report(now).mode()).isEqualTo("exact");
  }

  @Test
  void autoInfersWhatGoesBeyondItsBudgetAndIsExactAgainLater() {
    capture = with(SpawnCapture.Mode.AUTO);
    learn();
    now = 2;
    List<Integer> spawned = times(40 * SpawnCapture.SAMPLED, this::here);
    assertThat(inferred(spawned)).isPositive();
    assertThat(isInferred(spawned.get(0))).isFalse();
    assertThat(inferred(spawned.subList(30 * SpawnCapture.SAMPLED, 40 * SpawnCapture.SAMPLED)))
        .isGreaterThan(9L * SpawnCapture.SAMPLED);
    assertThat(capture.report(now).mode()).isEqualTo("adaptive");

    now = 3;
    assertThat(inferred(times(1, this::here))).as("in the next tenth").isZero();
    assertThat(capture.report(now + 601).mode()).isEqualTo("exact");
  }

  @Test
  void offCapturesNothing() {
    capture = with(SpawnCapture.Mode.OFF);
    assertThat(here()).isEqualTo(VariantTable.NOT_CAPTURED);
    assertThat(capture.report(now).mode()).isEqualTo("off");
    assertThat(capture.report(now).captured()).isZero();
  }

  @Test
  void aTaskThatDoesNotShowIsCaptured() {
    assertThat(inferred(times(MANY, () -> capture.variantOf(null, nextId++, now)))).isZero();
  }
}
