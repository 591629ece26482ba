package io.github.threadleak.registry;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One table of the registry's chain, of {@code long} words, four a slot: key, who, where, and one
 * for the census.
 *
 * <p>A thread's first place is its id modulo the size. Ids come in sequence, so threads that start
 * together stand together, in cache lines that the processor fetches ahead, and a burst fills the
 * table without a collision. Where an older thread has the place, others follow at random: old
 * threads stand in runs, and a search that walks would walk along them.
 *
 * <p>A slot is claimed by CAS and published by CAS. No lock is held between the two, so a
 * StackOverflowError in between costs that one slot, which {@link #freeAbandoned} takes back after
 * a minute.
 */
final class Link {
  private static final int WORDS = 4;

  /** The census thread's word of a slot. */
  private static final int NOTE = 3;

  private static final long EMPTY = 0;
  private static final long REMOVED = -1;

  /** Keys from here down mark a claimed slot: CLAIMED minus the time of the claim. */
  private static final long CLAIMED = -2;

  private static final int ABANDONED_AFTER = 600;

  /** Places that an insert tries before another link is made: one in a thousand does at 90 %. */
  private static final int PATIENCE = 64;

  private final AtomicLongArray words;
  private final int size;
  private final AtomicInteger longestProbe = new AtomicInteger();
  private final AtomicBoolean growing = new AtomicBoolean();
  final AtomicReference<@Nullable Link> next = new AtomicReference<>();

  /** Set before its threads are moved on: what is entered from then on may be missed. */
  volatile boolean retired;

  Link(int slots) {
    words = new AtomicLongArray(slots * WORDS);
    size = slots;
  }

  /** Slots in all. */
  int size() {
    return size;
  }

  /** Memory held, in bytes, to within an array header. */
  long bytes() {
    return 8L * words.length();
  }

  /** The slot that a thread takes at its first attempt, second, and so on. */
  private int place(long id, int attempt) {
    if (attempt == 0) {
      return ((int) id & Integer.MAX_VALUE) % size;
    }
    long mixed = (id + attempt * 0x9E3779B97F4A7C15L) * 0xff51afd7ed558ccdL;
    mixed ^= mixed >>> 32;
    return (int) (((mixed & 0xffffffffL) * size) >>> 32);
  }

  /** False where the caller must look for the last link again. Called by a probe. */
  boolean put(long id, long who, long where, long note, int now) {
    long claim = CLAIMED - (now & 0xffffffffL);
    for (int attempt = 0; ; attempt++) {
      if (attempt >= PATIENCE && grow()) {
        return false;
      }
      int base = place(id, attempt) * WORDS;
      long key = words.get(base);
      if ((key == EMPTY || key == REMOVED) && words.compareAndSet(base, key, claim)) {
        words.setPlain(base + 1, who);
        words.setPlain(base + 2, where);
        words.setPlain(base + NOTE, note);
        if (attempt > 0) {
          raiseLongestProbe(attempt);
        }
        return words.compareAndSet(base, claim, id);
      }
    }
  }

  /** Sees to a next link; false while another spawn makes it: this one may go on looking here. */
  private boolean grow() {
    if (next.get() == null) {
      if (!growing.compareAndSet(false, true)) {
        return false;
      }
      try {
        append(size * 2);
      } finally {
        growing.set(false);
      }
    }
    return true;
  }

  private void raiseLongestProbe(int attempt) {
    int longest = longestProbe.get();
    while (attempt > longest && !longestProbe.compareAndSet(longest, attempt)) {
      longest = longestProbe.get();
    }
  }

  /** Makes a next link, unless there is one. */
  void append(int slots) {
    if (next.get() == null) {
      next.compareAndSet(null, new Link(slots));
    }
  }

  /** The slot of a thread, negative where it is not here. */
  int slotOf(long id) {
    int longest = longestProbe.get();
    for (int attempt = 0; attempt <= longest; attempt++) {
      int slot = place(id, attempt);
      long key = words.get(slot * WORDS);
      if (key == id) {
        return slot;
      }
      if (key == EMPTY) {
        return -1;
      }
    }
    return -1;
  }

  /** Takes a thread out; false where it is not here. Called by a probe. */
  boolean remove(long id) {
    int slot = slotOf(id);
    return slot >= 0 && words.compareAndSet(slot * WORDS, id, REMOVED);
  }

  /** Fills the cursor; false where no thread is in the slot. */
  boolean read(int slot, Registry.Entry entry) {
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
    entry.link = this;
    entry.slot = slot;
    entry.set(id, who, where, note);
    return true;
  }

  /** Notes something with the thread of a slot, unless it has gone. */
  void note(int slot, long id, long note) {
    int base = slot * WORDS;
    if (words.get(base) == id) {
      words.set(base + NOTE, note);
    }
  }

  /**
   * Copies every thread to the last link, then takes it out here: a removal that looks here first
   * cannot miss it. True when this link is empty for good.
   */
  boolean moveOn(Registry registry, int now) {
    retired = true;
    boolean settled = true;
    for (int base = 0; base < words.length(); base += WORDS) {
      long id = words.get(base);
      if (id > 0) {
        Link target =
            registry.enter(
                id, words.get(base + 1), words.get(base + 2), words.get(base + NOTE), now);
        if (!words.compareAndSet(base, id, REMOVED)) {
          target.remove(id); // it ended while it was being copied
        }
      } else if (id <= CLAIMED) {
        settled = false;
      }
    }
    return settled;
  }

  /** Takes back what was claimed more than a minute ago. */
  void freeAbandoned(int now) {
    for (int base = 0; base < words.length(); base += WORDS) {
      long key = words.get(base);
      if (key <= CLAIMED && now - (CLAIMED - key) > ABANDONED_AFTER) {
        words.compareAndSet(base, key, REMOVED);
      }
    }
    growing.set(false); // a StackOverflowError may have left it set
  }

  /** Slots claimed by a spawn and not yet published. */
  int claimed() {
    int claimed = 0;
    for (int base = 0; base < words.length(); base += WORDS) {
      if (words.get(base) <= CLAIMED) {
        claimed++;
      }
    }
    return claimed;
  }
}
