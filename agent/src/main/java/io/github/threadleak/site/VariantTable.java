package io.github.threadleak.site;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Distinct spawn stacks ("variants" of their sites), by fingerprint: the half of this package that
 * probes call.
 *
 * <p>A probe that meets a stack for the first time leaves the raw capture in its slot; {@link
 * SiteTable} makes frames of it later, so no probe ever does. A raw capture holds classes; made
 * into frames it holds none. Lock-free and of fixed size; the fingerprint has 64 bits, so two of
 * 65,536 stacks meet with a chance of one in ten thousand million.
 */
public final class VariantTable {
  /** No room in the table: counted together. */
  public static final int OVERFLOW = 0;

  /** The stack was not captured: {@code spawn-stacks=off}, or the capture failed. */
  public static final int NOT_CAPTURED = 1;

  /** Started before the agent. */
  public static final int OLDER = 2;

  /** Attached by native code: no Java line started it. */
  public static final int ATTACHED = 3;

  static final int RESERVED = 4;

  private static final int LONGEST_PROBE = 64;

  /** Frames in raw captures at one time, at some twenty bytes each: 10 MB. */
  private static final int RAW_BUDGET = 1 << 19;

  private static final long EMPTY = 0;
  private static final long REMOVED = 1;
  private static final long QUARANTINED = 2;

  private final int capacity;
  private final boolean capturing;
  private final AtomicLongArray fingerprints;
  private final AtomicReferenceArray<@Nullable Object> stacks;
  private final AtomicLongArray started;
  private final AtomicInteger used = new AtomicInteger();
  private final AtomicLong overflows = new AtomicLong();
  private final AtomicLong captures = new AtomicLong();
  private final AtomicInteger rawFrames = new AtomicInteger();
  private volatile boolean asked;
  private volatile @Nullable Thread maker;

  // The census thread's own: slots out of use since its last visit, with their fingerprints.
  private final BitSet quarantine = new BitSet();
  private long[] quarantined = {};

  /**
   * Room for {@code maxSites} sites of a few stacks each; captures nothing where {@code capturing}
   * is false.
   */
  public VariantTable(int maxSites, boolean capturing) {
    capacity = Math.max(256, Integer.highestOneBit(Math.max(1, maxSites) * 2 - 1) * 4);
    this.capturing = capturing;
    fingerprints = new AtomicLongArray(capacity);
    stacks = new AtomicReferenceArray<>(capacity + RESERVED);
    started = new AtomicLongArray(capacity + RESERVED);
    Backtrace.isRaw(); // initialises the class before a probe needs it
  }

  /** Captures the caller's stack and gives its variant. Called by a probe. */
  public int capture() {
    if (!capturing) {
      return NOT_CAPTURED;
    }
    return of(SpawnPoint.here());
  }

  /** The variant of a captured stack. Called by a probe. */
  int of(SpawnPoint point) {
    return variantOf(point, Backtrace.fingerprint(point));
  }

  private int variantOf(SpawnPoint point, long hash) {
    long fingerprint = hash >= EMPTY && hash <= QUARANTINED ? hash + QUARANTINED + 1 : hash;
    int home = (int) (fingerprint >>> 32) & (capacity - 1);
    int free = -1;
    for (int step = 0; step < LONGEST_PROBE; step++) {
      int slot = (home + step) & (capacity - 1);
      long found = fingerprints.get(slot);
      if (found == fingerprint) {
        return slot + RESERVED;
      }
      if (found == REMOVED && free < 0) {
        free = slot;
      } else if (found == EMPTY) {
        free = free < 0 ? slot : free;
        break;
      }
    }
    if (free >= 0 && rawFrames.get() <= RAW_BUDGET) {
      long was = fingerprints.get(free);
      if ((was == EMPTY || was == REMOVED) && fingerprints.compareAndSet(free, was, fingerprint)) {
        stacks.set(free + RESERVED, point);
        rawFrames.getAndAdd(Backtrace.frames(point));
        used.getAndIncrement();
        captures.getAndIncrement();
        return free + RESERVED;
      }
      if (fingerprints.get(free) == fingerprint) {
        return free + RESERVED;
      }
    }
    overflows.getAndIncrement();
    return OVERFLOW;
  }

  /** Counts a start at a variant. Called by a probe. */
  public void countStart(int variant) {
    started.getAndIncrement(variant);
  }

  /** Takes a counted start back. Called by a probe. */
  public void undoStart(int variant) {
    started.getAndDecrement(variant);
  }

  /** Threads started at a variant since it was first met. */
  public long started(int variant) {
    return started.get(variant);
  }

  /** Spawns that found no room since the start. */
  public long overflows() {
    return overflows.get();
  }

  /** Stacks met for the first time since the start; each costs a capture that is kept. */
  public long captures() {
    return captures.get();
  }

  /** One past the highest variant. */
  public int limit() {
    return capacity + RESERVED;
  }

  /** Memory held by the table itself, in bytes, at four bytes a reference. */
  public long bytes() {
    return 20L * capacity + 8L * quarantined.length;
  }

  /** Asks for frames of what has been captured: somebody must know its site. Called by a probe. */
  void askForFrames() {
    if (!asked) {
      asked = true;
      LockSupport.unpark(maker);
    }
  }

  /** Says which thread makes frames: it is unparked when somebody must know a site. */
  public void madeBy(Thread frameMaker) {
    maker = frameMaker;
  }

  /**
   * True where it is time to make frames of raw captures: somebody has asked, or they take half of
   * the memory that they may.
   */
  public boolean isPressed() {
    return asked || rawFrames.get() > RAW_BUDGET / 2;
  }

  /** Says that frames are made now of all that was captured before. */
  void makingFrames() {
    asked = false;
  }

  /** Puts what was made of a raw capture in its place. */
  void resolved(int variant, SpawnPoint point, Object stack) {
    if (stacks.compareAndSet(variant, point, stack)) {
      rawFrames.getAndAdd(-Backtrace.frames(point));
    }
  }

  /** What a slot holds: a raw capture, whatever {@link #setStack} left, or null. */
  @Nullable Object stack(int variant) {
    return stacks.get(variant);
  }

  void setStack(int variant, Object stack) {
    stacks.set(variant, stack);
  }

  /**
   * Frees slots that no thread and no pool refers to, once the table is more than half full. A slot
   * first stands out of use until the next call, because a probe that has just found it may not
   * have entered its thread yet.
   *
   * @param inUse the variants that a live thread or pool refers to
   * @param freed takes what {@link #setStack} left in each slot that is freed
   */
  void tidy(BitSet inUse, Consumer<Object> freed) {
    for (int slot = quarantine.nextSetBit(0); slot >= 0; slot = quarantine.nextSetBit(slot + 1)) {
      if (inUse.get(slot + RESERVED)) {
        fingerprints.set(slot, quarantined[slot]);
      } else {
        Object stack = stacks.getAndSet(slot + RESERVED, null);
        if (stack != null) {
          freed.accept(stack);
        }
        started.set(slot + RESERVED, 0);
        fingerprints.set(slot, REMOVED);
        used.getAndDecrement();
      }
    }
    quarantine.clear();
    if (used.get() <= capacity / 2) {
      return;
    }
    if (quarantined.length == 0) {
      quarantined = new long[capacity]; // few JVMs ever fill the half of it
    }
    for (int slot = 0; slot < capacity; slot++) {
      long fingerprint = fingerprints.get(slot);
      boolean taken = fingerprint < EMPTY || fingerprint > QUARANTINED;
      if (taken
          && !inUse.get(slot + RESERVED)
          && stacks.get(slot + RESERVED) != null
          && fingerprints.compareAndSet(slot, fingerprint, QUARANTINED)) {
        quarantined[slot] = fingerprint;
        quarantine.set(slot);
      }
    }
  }
}
