package io.github.threadleak.census;

import java.util.function.LongConsumer;

/** A set of longs other than 0 without boxing; grows, never shrinks. For one thread. */
public final class LongSet {
  private long[] slots = new long[16];
  private int size;

  /** False where it was in already. */
  public boolean add(long value) {
    if (size * 2 >= slots.length) {
      grow();
    }
    return insert(value);
  }

  public boolean contains(long value) {
    int mask = slots.length - 1;
    for (int slot = home(value, mask); slots[slot] != 0; slot = (slot + 1) & mask) {
      if (slots[slot] == value) {
        return true;
      }
    }
    return false;
  }

  public int size() {
    return size;
  }

  public void forEach(LongConsumer each) {
    for (long value : slots) {
      if (value != 0) {
        each.accept(value);
      }
    }
  }

  private boolean insert(long value) {
    int mask = slots.length - 1;
    int slot = home(value, mask);
    while (slots[slot] != 0) {
      if (slots[slot] == value) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = value;
    size++;
    return true;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    size = 0;
    for (long value : old) {
      if (value != 0) {
        insert(value);
      }
    }
  }

  private static int home(long value, int mask) {
    return (int) ((value * 0x9E3779B97F4A7C15L) >>> 33) & mask;
  }
}
