package io.github.threadleak.registry;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Slots for threads in an array of {@code long} words, four a slot: key, who, where, and one for
 * the census.
 *
 * <p>A slot is claimed by CAS and published by CAS. No lock is held between the two, so a
 * StackOverflowError in between costs that one slot, which {@link #freeAbandoned} takes back after
 * a minute.
 */
abstract class Slots {
  static final int WORDS = 4;

  /** The census thread's word of a slot. */
  static final int NOTE = 3;

  static final long EMPTY = 0;
  static final long REMOVED = -1;

  /** Keys from here down mark a claimed slot: CLAIMED minus the time of the claim. */
  private static final long CLAIMED = -2;

  private static final int ABANDONED_AFTER = 600;

  final AtomicLongArray words;

  Slots(int slots) {
    words = new AtomicLongArray(slots * WORDS);
  }

  final int size() {
    return words.length() / WORDS;
  }

  final long key(int slot) {
    return words.get(slot * WORDS);
  }

  /** Takes a slot whose key was seen to be free; false where another spawn was faster. */
  final boolean claim(int slot, long free, int now) {
    return words.compareAndSet(slot * WORDS, free, claimAt(now));
  }

  /** Fills a claimed slot; false where the claim was taken back as abandoned. */
  final boolean publish(int slot, long id, long who, long where, long note, int now) {
    int base = slot * WORDS;
    words.setPlain(base + 1, who);
    words.setPlain(base + 2, where);
    words.setPlain(base + NOTE, note);
    return words.compareAndSet(base, claimAt(now), id);
  }

  /** Frees the slot of a thread; false where the thread is not in it any more. */
  final boolean takeOut(int slot, long id) {
    return words.compareAndSet(slot * WORDS, id, afterRemoval());
  }

  /** The key of a slot whose thread has gone. */
  abstract long afterRemoval();

  /** Fills the cursor; false where no thread is in the slot. */
  final boolean read(int slot, Registry.Entry entry) {
    int base = slot * WORDS;
    long id = words.get(base);
    if (id <= 0) {
      return false;
    }
    long who = words.get(base + 1);
    long where = words.get(base + 2);
    long note = words.get(base + NOTE);
    if (words.get(base) != id) {
      return false;
    }
    entry.slots = this;
    entry.slot = slot;
    entry.set(id, who, where, note);
    return true;
  }

  /** Notes something with the thread of a slot, unless it has gone. */
  final void note(int slot, long id, long note) {
    int base = slot * WORDS;
    if (words.get(base) == id) {
      words.set(base + NOTE, note);
    }
  }

  final void forEach(Registry.Entry cursor, Registry.Visitor visitor) {
    int slots = size();
    for (int slot = 0; slot < slots; slot++) {
      if (read(slot, cursor)) {
        visitor.visit(cursor);
      }
    }
  }

  /**
   * Copies every thread to where {@code registry} puts it, then takes it out here: a removal that
   * looks here first cannot miss it. True where no spawn was under way in a slot.
   */
  final boolean moveTo(Registry registry, int now) {
    boolean settled = true;
    int slots = size();
    for (int slot = 0; slot < slots; slot++) {
      int base = slot * WORDS;
      long id = words.get(base);
      if (id > 0) {
        Link target =
            registry.addToChain(
                id, words.get(base + 1), words.get(base + 2), words.get(base + NOTE), now);
        if (!takeOut(slot, id)) {
          target.remove(id); // it ended while it was being copied
        }
      } else if (id <= CLAIMED) {
        settled = false;
      }
    }
    return settled;
  }

  /** Takes back what was claimed more than a minute ago. */
  final void freeAbandoned(int now) {
    int slots = size();
    for (int slot = 0; slot < slots; slot++) {
      long key = key(slot);
      if (key <= CLAIMED && now - (CLAIMED - key) > ABANDONED_AFTER) {
        takeOut(slot, key);
      }
    }
  }

  final int claimed() {
    int claimed = 0;
    int slots = size();
    for (int slot = 0; slot < slots; slot++) {
      if (key(slot) <= CLAIMED) {
        claimed++;
      }
    }
    return claimed;
  }

  private static long claimAt(int now) {
    return CLAIMED - (now & 0xffffffffL);
  }
}
