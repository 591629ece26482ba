package io.github.threadleak.registry;

/**
 * Where a thread is entered first: one slot for each id, modulo the size. Ids come in sequence, so
 * threads that start together stand together, and most threads are gone before their slot comes
 * round again. A census moves what is still there to the chain.
 */
final class Nursery extends Slots {
  /** 256 KB: it stays in a processor's cache. */
  static final int SIZE = 1 << 13;

  Nursery() {
    super(SIZE);
  }

  static int slotOf(long id) {
    return (int) id & (SIZE - 1);
  }

  /** False where an older thread has the slot. Called by a probe. */
  boolean add(long id, long who, long where, int now) {
    int slot = slotOf(id);
    return key(slot) == EMPTY && claim(slot, EMPTY, now) && publish(slot, id, who, where, 0, now);
  }

  /** Called by a probe. */
  boolean remove(long id) {
    int slot = slotOf(id);
    return key(slot) == id && takeOut(slot, id);
  }

  @Override
  long afterRemoval() {
    return EMPTY;
  }
}
