package io.github.threadleak.site;

import io.github.threadleak.jvm.Tasks;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The classes of tasks that virtual threads were started with, held weakly. A lambda expression, a
 * method reference and an anonymous class each have a class of their own, so the class mostly tells
 * the place. Lock-free for probes and of fixed size.
 */
final class TaskClasses {
  private static final int SLOTS = 1 << 12;
  private static final int LONGEST_PROBE = 8;

  /** FutureTask in a Callable adapter in a lambda is three. */
  private static final int MOST_WRAPPERS = 8;

  private final AtomicReferenceArray<@Nullable TaskClass> slots = new AtomicReferenceArray<>(SLOTS);

  /**
   * What is known of a task's class, or of the class of the task that it wraps; null where there is
   * no room to know anything. Called by a probe.
   */
  @Nullable TaskClass of(@Nullable Object task) {
    Object innermost = task;
    TaskClass known = null;
    for (int depth = 0; innermost != null && depth < MOST_WRAPPERS; depth++) {
      known = ofClass(innermost.getClass());
      if (known == null) {
        return null;
      }
      long offset = known.inside;
      if (offset == Tasks.NOTHING_INSIDE) {
        return known;
      }
      innermost = Tasks.inside(innermost, offset);
    }
    return known;
  }

  private @Nullable TaskClass ofClass(Class<?> type) {
    int hash = System.identityHashCode(type);
    int free = -1;
    for (int step = 0; step < LONGEST_PROBE; step++) {
      int slot = slot(hash, step);
      TaskClass found = slots.get(slot);
      if (found == null) {
        free = free < 0 ? slot : free;
      } else if (found.hash == hash && found.refersTo(type)) {
        return found;
      }
    }
    if (free >= 0) {
      TaskClass added = new TaskClass(type, hash);
      if (slots.compareAndSet(free, null, added)) {
        return added;
      }
    }
    return null; // next time
  }

  private static int slot(int hash, int step) {
    return (((hash * 0x9E3779B9) >>> 20) + step) & (SLOTS - 1);
  }

  /**
   * Looks for the task inside the tasks of new classes of the JDK, and of lambdas that were spawned
   * from several places; forgets classes that were unloaded. Not for probes.
   */
  void examine() {
    for (int slot = 0; slot < SLOTS; slot++) {
      TaskClass each = slots.get(slot);
      if (each == null) {
        continue;
      }
      Class<?> type = each.get();
      if (type == null) {
        slots.set(slot, null);
      } else if (!each.examined && (type.getClassLoader() == null || each.isAmbiguous())) {
        each.examined = true;
        long offset = Tasks.insideOf(type);
        if (offset != Tasks.NOTHING_INSIDE) {
          each.look(offset);
        }
      }
    }
  }

  /** Marks the variants that must not be freed. */
  void markVariants(BitSet inUse) {
    for (int slot = 0; slot < SLOTS; slot++) {
      TaskClass each = slots.get(slot);
      if (each != null) {
        each.markVariants(inUse);
      }
    }
  }

  /** How many classes spawns are inferred for, and how many are ambiguous. */
  Counts counts() {
    int inferred = 0;
    int ambiguous = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      TaskClass each = slots.get(slot);
      if (each != null && each.inside == Tasks.NOTHING_INSIDE) {
        inferred += each.variant() >= 0 ? 1 : 0;
        ambiguous += each.isAmbiguous() ? 1 : 0;
      }
    }
    return new Counts(inferred, ambiguous);
  }

  record Counts(int inferred, int ambiguous) {}
}
