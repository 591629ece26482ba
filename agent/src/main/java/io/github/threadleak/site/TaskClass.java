package io.github.threadleak.site;

import io.github.threadleak.jvm.Tasks;
import java.lang.ref.WeakReference;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * What captures have shown of the threads that run tasks of one class: where they are spawned, as
 * long as that is one place. Lock-free; learns on probes' threads.
 */
final class TaskClass extends WeakReference<Class<?>> {
  /**
   * Captures that must agree before a spawn goes uncaptured, and again before half as many are
   * sampled: a power of two.
   */
  static final int AGREEING = 512;

  /** At the end one spawn in so many is sampled: two to the power of this. */
  static final int LAST_HALVING = 7;

  private static final int NONE = -1;
  private static final int DOUBTS = 4;

  final int hash;

  /** Offset of the task that tasks of this class wrap; see {@link Tasks#insideOf}. */
  volatile long inside = Tasks.NOTHING_INSIDE;

  private volatile int variant = NONE;
  private volatile @Nullable Site site;
  private volatile boolean ambiguous;
  private final AtomicInteger agreed = new AtomicInteger();

  /** Variants whose site was not known yet when they were captured, plus one; 0 for none. */
  private final AtomicIntegerArray doubts = new AtomicIntegerArray(DOUBTS);

  /** Whether it has been looked at for a task inside; the agent's own thread's. */
  boolean examined;

  TaskClass(Class<?> type, int hash) {
    super(type);
    this.hash = hash;
  }

  /** The variant that a spawn may be taken for without a capture; negative where there is none. */
  int variant() {
    return variant;
  }

  /** One spawn in two to the power of this is to be captured all the same. */
  int halvings() {
    return Math.min(LAST_HALVING, agreed.get() / AGREEING);
  }

  /** True once two places were seen to spawn it: it is always captured from then on. */
  boolean isAmbiguous() {
    return ambiguous;
  }

  /** Takes what a capture has shown; false where its frames must be made to know. */
  boolean learn(int captured, VariantTable variants) {
    if (ambiguous) {
      return true;
    }
    boolean known = judge(captured, variants);
    if (!known) {
      variant = NONE;
      doubt(captured);
      return false;
    }
    if (isFreeOfDoubt(variants) && agreed.incrementAndGet() >= AGREEING) {
      variant = captured;
      if (ambiguous) { // another thread has just found that
        variant = NONE;
      }
    }
    return true;
  }

  /** False where the site of the variant is not known yet. */
  private boolean judge(int seen, VariantTable variants) {
    if (!(variants.stack(seen) instanceof Site.Variant resolved)) {
      return false;
    }
    Site its = resolved.site();
    Site mine = site;
    if (mine == null) {
      site = its;
    } else if (!mine.id().equals(its.id())) {
      ambiguous = true;
    }
    if (its.origin() != Site.Origin.SPAWNED) {
      ambiguous = true;
    }
    if (ambiguous) {
      variant = NONE;
    }
    return true;
  }

  private void doubt(int captured) {
    for (int i = 0; i < DOUBTS; i++) {
      int before = doubts.get(i);
      if (before == captured + 1 || (before == 0 && doubts.compareAndSet(i, 0, captured + 1))) {
        return;
      }
    }
    // More than that many new stacks at once: the next sample of this one is judged.
  }

  private boolean isFreeOfDoubt(VariantTable variants) {
    boolean free = true;
    for (int i = 0; i < DOUBTS; i++) {
      int doubt = doubts.get(i);
      if (doubt != 0) {
        if (judge(doubt - 1, variants)) {
          doubts.compareAndSet(i, doubt, 0);
        } else {
          free = false;
        }
      }
    }
    return free && !ambiguous;
  }

  /** Starts again: its tasks turned out to wrap others, which are looked at from now on. */
  void look(long offset) {
    inside = offset;
    variant = NONE;
  }

  void markVariants(BitSet inUse) {
    int trusted = variant;
    if (trusted >= 0) {
      inUse.set(trusted);
    }
    for (int i = 0; i < DOUBTS; i++) {
      int doubt = doubts.get(i);
      if (doubt != 0) {
        inUse.set(doubt - 1);
      }
    }
  }
}
