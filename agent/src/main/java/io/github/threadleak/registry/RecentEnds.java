package io.github.threadleak.registry;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The ids of platform threads that ended a moment ago, kept on a best-effort basis. A thread is
 * still listed as live for a little while after its end was counted: without this, the census would
 * take it for one that had no start.
 */
public final class RecentEnds {
  private static final int SLOTS = 4096;

  private final AtomicLongArray ids = new AtomicLongArray(SLOTS);

  public void add(long id) {
    ids.lazySet((int) id & (SLOTS - 1), id);
  }

  public boolean contains(long id) {
    return ids.get((int) id & (SLOTS - 1)) == id;
  }
}
