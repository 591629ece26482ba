package io.github.threadleak.site;

import io.github.threadleak.jvm.Tasks;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides for each virtual thread whether its spawn stack is captured or inferred from the class of
 * its task, as {@code spawn-stacks} has it.
 *
 * <p>A class is inferred from only after {@link TaskClass#AGREEING} captures of one site. From then
 * on a random share of its spawns is still captured, the half at first and one in {@link #SAMPLED}
 * at the end, and the first that disagrees returns the class to capture for good. Until then as
 * many spawns of the other place are attributed wrongly, on average, as one sample stands for,
 * however rare that place is. Lock-free.
 */
public final class SpawnCapture {
  /** Of spawns that could be inferred, one in so many is captured all the same, in the long run. */
  static final int SAMPLED = 1 << TaskClass.LAST_HALVING;

  /** Set in the result of {@link #variantOf} where the variant is inferred. */
  public static final int INFERRED = 1 << 31;

  /** For how long after its budget ran out {@code auto} is said to be adaptive. */
  private static final int ADAPTIVE_TENTHS = 600;

  /** The values of {@code spawn-stacks}. */
  public enum Mode {
    EXACT,
    ADAPTIVE,
    AUTO,
    OFF
  }

  private final Mode mode;
  private final VariantTable variants;
  private final TaskClasses tasks = new TaskClasses();
  private final CaptureBudget budget;
  private final AtomicLong captured = new AtomicLong();
  private volatile boolean prepared;

  /**
   * What has been captured so far.
   *
   * @param mode {@code exact}, {@code adaptive} or {@code off}, as of the last minute
   * @param captured spawns of virtual threads whose stack was captured
   * @param inferredClasses classes of tasks whose spawns are inferred now
   * @param ambiguousClasses classes of tasks that several places spawn
   */
  public record Report(String mode, long captured, int inferredClasses, int ambiguousClasses) {}

  /**
   * @param captureCpu the share of one core that captures may cost before {@link Mode#AUTO} infers
   */
  public SpawnCapture(Mode mode, double captureCpu, VariantTable variants) {
    this.mode = mode;
    this.variants = variants;
    this.budget = new CaptureBudget(captureCpu);
  }

  /**
   * Lets spawns be inferred from now on; every one is captured before. Takes each path once, so
   * that no probe is the first to load a class. Not for probes.
   */
  public void prepare() throws ReflectiveOperationException {
    if (mode == Mode.ADAPTIVE || mode == Mode.AUTO) {
      Tasks.prepare();
      warmUp();
      prepared = true;
    }
  }

  private static void warmUp() {
    VariantTable scratch = new VariantTable(1, true);
    SpawnCapture warm = new SpawnCapture(Mode.AUTO, Double.MIN_VALUE, scratch);
    warm.prepared = true;
    Runnable task = () -> {};
    for (int i = 0; i <= 2 * TaskClass.AGREEING; i++) {
      int variant = warm.variantOf(task, i, 1);
      if (i == 1) {
        scratch.setStack(
            variant, new Site.Variant(new Site(Site.Origin.SPAWNED, "", null, ""), List.of()));
      }
    }
  }

  /** Whether {@link #variantOf} looks at the task. */
  public boolean asksForTask() {
    return prepared;
  }

  /**
   * The variant of the caller's stack, with {@link #INFERRED} set where it was not captured. Called
   * by a probe.
   *
   * @param task what the thread runs, null where that does not show
   * @param threadId chooses the samples
   * @param now in tenths of a second
   */
  public int variantOf(@Nullable Object task, long threadId, int now) {
    if (!asksForTask()) {
      if (mode == Mode.OFF) {
        return VariantTable.NOT_CAPTURED;
      }
      captured.getAndIncrement();
      return variants.of(SpawnPoint.here());
    }
    TaskClass known = tasks.of(task);
    int inferred = known == null ? -1 : known.variant();
    if (known != null
        && inferred >= 0
        && !isSampled(threadId, known.halvings())
        && (mode == Mode.ADAPTIVE || budget.isSpent(now))) {
      return inferred | INFERRED;
    }
    budget.spend(now);
    long number = captured.getAndIncrement();
    boolean timed = CaptureBudget.isTimed(number);
    long start = timed ? System.nanoTime() : 0;
    int variant = variants.of(SpawnPoint.here());
    if (timed) {
      budget.learn(System.nanoTime() - start);
    }
    if (known != null && !known.learn(variant, variants)) {
      variants.askForFrames();
    }
    return variant;
  }

  /** Ids are consecutive: mixed, so that no pattern of spawns meets a pattern of samples. */
  private static boolean isSampled(long threadId, int halvings) {
    long mixed = (threadId ^ (threadId >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed >>> (Long.SIZE - halvings) == 0;
  }

  /** Looks at what kinds of tasks there are. Not for probes. */
  public void examine() {
    if (asksForTask()) {
      tasks.examine();
    }
  }

  /** Marks the variants that spawns may be inferred as. */
  public void markVariants(BitSet inUse) {
    if (asksForTask()) {
      tasks.markVariants(inUse);
    }
  }

  /** What has been captured and inferred. */
  public Report report(int now) {
    int exhausted = budget.exhausted();
    String word =
        switch (mode) {
          case OFF -> "off";
          case EXACT -> "exact";
          case ADAPTIVE -> "adaptive";
          case AUTO -> exhausted != 0 && now - exhausted <= ADAPTIVE_TENTHS ? "adaptive" : "exact";
        };
    TaskClasses.Counts counts = tasks.counts();
    return new Report(word, captured.get(), counts.inferred(), counts.ambiguous());
  }
}
