package io.github.threadleak.registry;

import io.github.threadleak.jvm.PoolState;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Thread pools by identity, held weakly, each with the place where it was constructed. Lock-free
 * for probes.
 *
 * <p>A pool's index is its slot. While a pool has a live thread it is reachable through that
 * thread, so no index is handed out again while an entry of the registry names it.
 */
public final class PoolTable {
  /** Indices must fit the 20 bits that {@link Registry} has for them. */
  private static final int SLOTS = 1 << 16;

  private static final int LONGEST_PROBE = 64;

  /**
   * Executors of one thread a task may be made for each request, faster than the collector takes
   * them back. Past this they are not entered, so that pools with workers always find room.
   */
  private static final int MOST_WITHOUT_WORKERS = SLOTS / 4;

  private final AtomicReferenceArray<@Nullable Pool> slots = new AtomicReferenceArray<>(SLOTS);
  private final AtomicInteger longestProbe = new AtomicInteger();
  private final AtomicInteger withoutWorkers = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final ReferenceQueue<Object> queue = new ReferenceQueue<>();

  /** Guarded by this: collected pools whose slots are not free yet; at most one for each slot. */
  private final List<Pool> collected = new ArrayList<>();

  /** A pool: the JDK's executor or thread container, and where it was constructed. */
  public static final class Pool extends WeakReference<Object> {
    /** Index of the construction stack in the table of variants. */
    public final int variant;

    /**
     * True where its threads are workers, which belong to the pool; false where each thread is one
     * task, which belongs to whoever submitted it.
     */
    public final boolean workers;

    private final int hash;
    private final boolean bounded;
    private int slot;

    // Written by a probe or a census.
    private volatile @Nullable WeakReference<Object> executor;

    // Written by whoever looks at the pools, one at a time.
    private volatile @Nullable PoolState state;
    private volatile int lastWorked;

    Pool(Object pool, int variant, boolean workers, boolean bounded, ReferenceQueue<Object> queue) {
      super(pool, queue);
      this.variant = variant;
      this.workers = workers;
      this.bounded = bounded;
      this.hash = System.identityHashCode(pool);
    }

    /**
     * The executor where it is known apart from the container, else what was entered; null when it
     * was collected.
     */
    public @Nullable Object executor() {
      WeakReference<Object> linked = executor;
      return linked == null ? get() : linked.get();
    }

    /** What the last look saw; null before the first. */
    public @Nullable PoolState state() {
      return state;
    }

    /** When a look last saw that it had worked; 0 where none has. Tenths of a second. */
    public int lastWorked() {
      return lastWorked;
    }

    /** Notes what a look saw. Not for probes. */
    public void note(PoolState seen, int now) {
      PoolState before = state;
      if (before == null ? seen.hasWorked() : seen.hasWorkedSince(before)) {
        lastWorked = now;
      }
      if (!seen.equals(before)) {
        state = seen;
      }
    }
  }

  /** False where a pool would not be entered; asked by a probe before it captures a stack. */
  public boolean hasRoom(boolean workers) {
    return workers || withoutWorkers.get() < MOST_WITHOUT_WORKERS;
  }

  /**
   * Enters a pool; called by a probe. A pool beyond the bound is counted as dropped, and its
   * threads have none.
   */
  public void add(Object pool, int variant, boolean workers) {
    add(new Pool(pool, variant, workers, !workers, queue));
  }

  /**
   * Enters a pool whose construction was not seen, unless it is known: where its threads belong to
   * whoever started them. Not for probes.
   */
  public void addOlder(Object pool, int variant) {
    if (indexOf(pool) == 0) {
      add(new Pool(pool, variant, false, false, queue));
    }
  }

  private void add(Pool entry) {
    for (int step = 0; step < LONGEST_PROBE; step++) {
      int slot = slot(entry.hash, step);
      if (slot != 0 && slots.get(slot) == null) {
        entry.slot = slot;
        if (slots.compareAndSet(slot, null, entry)) {
          int longest = longestProbe.get();
          while (step > longest && !longestProbe.compareAndSet(longest, step)) {
            longest = longestProbe.get();
          }
          if (entry.bounded) {
            withoutWorkers.getAndIncrement();
          }
          return;
        }
      }
    }
    dropped.getAndIncrement();
  }

  /**
   * Says which executor a container is part of: on JDK 21 and later threads lead to the container
   * only. Held weakly. Called by probes.
   */
  public void link(Object container, Object executor) {
    Pool entry = at(indexOf(container));
    if (entry != null) {
      entry.executor = new WeakReference<>(executor);
    }
  }

  /** The same, found out by a census: where no probe has said so. Not for probes. */
  public void linkUnknown(Object container, Object executor) {
    Pool entry = at(indexOf(container));
    if (entry != null && entry.executor == null) {
      entry.executor = new WeakReference<>(executor);
    }
  }

  /** The index of a pool, 0 where it is not known. Called by probes. */
  public int indexOf(Object pool) {
    int hash = System.identityHashCode(pool);
    int longest = longestProbe.get();
    for (int step = 0; step <= longest; step++) {
      int slot = slot(hash, step);
      Pool entry = slots.get(slot);
      if (entry != null && entry.hash == hash && entry.refersTo(pool)) {
        return slot;
      }
    }
    return 0;
  }

  /** The pool at an index; null for 0 and for one that was collected. */
  public @Nullable Pool at(int index) {
    return index == 0 ? null : slots.get(index);
  }

  /**
   * Frees the slots of collected pools. Not for probes: a ReferenceQueue locks.
   *
   * @param inUse the indices that an entry of the registry names: a virtual thread can be collected
   *     together with its pool, and is still in the books then
   */
  public synchronized void tidy(BitSet inUse) {
    for (Object gone = queue.poll(); gone != null; gone = queue.poll()) {
      collected.add((Pool) gone);
    }
    Iterator<Pool> pools = collected.iterator();
    while (pools.hasNext()) {
      Pool pool = pools.next();
      if (!inUse.get(pool.slot)) {
        pools.remove();
        if (slots.compareAndSet(pool.slot, pool, null) && pool.bounded) {
          withoutWorkers.getAndDecrement();
        }
      }
    }
  }

  /** Passes every pool on, those that were collected since the last {@link #tidy} among them. */
  public void forEach(Consumer<Pool> each) {
    for (int slot = 0; slot < SLOTS; slot++) {
      Pool pool = slots.get(slot);
      if (pool != null) {
        each.accept(pool);
      }
    }
  }

  /** Pools that found no room since the start. */
  public long dropped() {
    return dropped.get();
  }

  /** Memory held, in bytes, at four bytes a reference. */
  public long bytes() {
    return 4L * SLOTS;
  }

  /** Marks the variants that a known pool was constructed at. */
  public void markVariants(BitSet used) {
    forEach(pool -> used.set(pool.variant));
  }

  private static int slot(int hash, int step) {
    return (((hash * 0x9E3779B9) >>> 16) + step) & (SLOTS - 1);
  }
}
