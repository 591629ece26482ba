package io.github.threadleak.registry;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One open-addressed table of the registry's chain. */
final class Link extends Slots {
  /** Steps that an insert takes before another link is made. */
  private static final int PATIENCE = 32;

  private final int size = size();
  private final AtomicInteger longestProbe = new AtomicInteger();
  final AtomicBoolean growing = new AtomicBoolean();
  final AtomicReference<@Nullable Link> next = new AtomicReference<>();

  /** Set before its threads are moved on: what is entered from then on may be missed. */
  volatile boolean retired;

  Link(int slots) {
    super(slots);
  }

  /**
   * Ids come in sequence: Fibonacci hashing keeps them apart, so that no run of old threads grows
   * into a wall.
   */
  private int home(long id) {
    return (int) (((id * 0x9E3779B97F4A7C15L >>> 32) * size) >>> 32);
  }

  private int slot(int home, int step) {
    int slot = home + step;
    return slot < size ? slot : slot - size;
  }

  /** False where the caller must look for the last link again. Called by a probe. */
  boolean put(long id, long who, long where, long note, int now) {
    int home = home(id);
    for (int step = 0; step < size; step++) {
      if (step == PATIENCE) {
        if (next.get() != null || growing.compareAndSet(false, true)) {
          try {
            append(size * 2);
          } finally {
            growing.set(false);
          }
          return false;
        }
        // Another spawn makes the next link: this one goes on looking here.
      }
      int slot = slot(home, step);
      long key = key(slot);
      if ((key == EMPTY || key == REMOVED) && claim(slot, key, now)) {
        raiseLongestProbe(step);
        return publish(slot, id, who, where, note, now);
      }
    }
    append(size * 2);
    return false;
  }

  private void raiseLongestProbe(int step) {
    int longest = longestProbe.get();
    while (step > longest && !longestProbe.compareAndSet(longest, step)) {
      longest = longestProbe.get();
    }
  }

  /** Makes a next link, unless there is one. */
  void append(int slots) {
    if (next.get() == null) {
      next.compareAndSet(null, new Link(slots));
    }
  }

  int slotOf(long id) {
    int home = home(id);
    int longest = longestProbe.get();
    for (int step = 0; step <= longest; step++) {
      int slot = slot(home, step);
      long key = key(slot);
      if (key == id) {
        return slot;
      }
      if (key == EMPTY) {
        return -1;
      }
    }
    return -1;
  }

  boolean remove(long id) {
    int slot = slotOf(id);
    return slot >= 0 && takeOut(slot, id);
  }

  @Override
  long afterRemoval() {
    return REMOVED; // not EMPTY, which would end the search for a thread beyond
  }
}
