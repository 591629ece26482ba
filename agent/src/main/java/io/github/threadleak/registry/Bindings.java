package io.github.threadleak.registry;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * JDK 17: threads that a pool has made and not started yet, with their pool. Best effort and of
 * fixed size: a thread whose slot was taken by another before it started is then counted where it
 * was spawned.
 */
public final class Bindings {
  private static final int SLOTS = 4096;
  private static final int POOL_BITS = 20;

  private final AtomicLongArray bound = new AtomicLongArray(SLOTS);

  public void bind(long threadId, int pool) {
    bound.set((int) threadId & (SLOTS - 1), (threadId << POOL_BITS) | pool);
  }

  /** The pool of a thread, 0 for none; asked once. */
  public int take(long threadId) {
    int slot = (int) threadId & (SLOTS - 1);
    long found = bound.get(slot);
    if (found >>> POOL_BITS != threadId) {
      return 0;
    }
    bound.compareAndSet(slot, found, 0);
    return (int) found & ((1 << POOL_BITS) - 1);
  }
}
