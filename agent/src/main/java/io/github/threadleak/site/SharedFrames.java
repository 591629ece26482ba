package io.github.threadleak.site;

import org.jspecify.annotations.Nullable;

/**
 * Equal frames as one object each: thousands of stacks have few frames. An open-addressed table,
 * since what a map needs besides for each is as much as the frame. For one thread.
 */
final class SharedFrames {
  private @Nullable Frame[] slots = new Frame[1 << 10];
  private int size;

  /** The frame that equals this one and was the first to come. */
  Frame share(Frame frame) {
    int slot = slotOf(frame);
    Frame known = slots[slot];
    if (known != null) {
      return known;
    }
    slots[slot] = frame;
    size++;
    if (size > slots.length / 3 * 2) {
      grow();
    }
    return frame;
  }

  int size() {
    return size;
  }

  private void grow() {
    @Nullable Frame[] old = slots;
    slots = new Frame[old.length * 2];
    for (Frame frame : old) {
      if (frame != null) {
        slots[slotOf(frame)] = frame;
      }
    }
  }

  /** Where a frame is, or where it goes. */
  private int slotOf(Frame frame) {
    int mask = slots.length - 1;
    int slot = ((frame.hashCode() * 0x9E3779B9) >>> 8) & mask;
    for (Frame known = slots[slot]; known != null && !known.equals(frame); known = slots[slot]) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
