package io.github.threadleak.registry;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One table of the registry's chain. A slot is a key, and three words of data: who, where, and one
 * for the census. Keys stand apart from the data, eight in a cache line: a start and an end run on
 * different processors, and only keys go to and fro between them.
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
  /** Words of data of a slot. */
  private static final int DATA = 3;

  private static final int WHO = 0;
  private static final int WHERE = 1;

  /** The census thread's word. */
  private static final int NOTE = 2;

  private static final long EMPTY = 0;
  private static final long REMOVED = -1;

  /** Keys from here down mark a claimed slot: CLAIMED minus the time of the claim. */
  private static final long CLAIMED = -2;

  private static final int ABANDONED_AFTER = 600;

  /** Places that an insert tries before another link is made: one in a thousand does at 90 %. */
  private static final int PATIENCE = 64;

  private final AtomicLongArray keys;
  private final AtomicLongArray data;
  private final int size;
  private final AtomicInteger longestProbe = new AtomicInteger();
  private final AtomicBoolean growing = new AtomicBoolean();
  final AtomicReference<@Nullable Link> next = new AtomicReference<>();

  /** Set before its threads are moved on: what is entered from then on may be missed. */
  volatile boolean retired;

  Link(int slots) {
    keys = new AtomicLongArray(slots);
    data = new AtomicLongArray(slots * DATA);
    size = slots;
  }

  /** Slots in all. */
  int size() {
    return size;
  }

  /** Memory held, in bytes, to within an array header. */
  long bytes() {
    return 8L * (keys.length() + data.length());
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
      int slot = place(id, attempt);
      long key = keys.get(slot);
      if ((key == EMPTY || key == REMOVED) && keys.compareAndSet(slot, key, claim)) {
        int base = slot * DATA;
        data.setPlain(base + WHO, who);
        data.setPlain(base + WHERE, where);
        data.setPlain(base + NOTE, note);
        if (attempt > 0) {
          raiseLongestProbe(attempt);
        }
        return keys.compareAndSet(slot, claim, id);
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
      long key = keys.get(slot);
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
    return slot >= 0 && keys.compareAndSet(slot, id, REMOVED);
  }

  /** Fills the cursor; false where no thread is in the slot. */
  boolean read(int slot, Registry.Entry entry) {
    long id = keys.get(slot);
    if (id <= 0) {
      return false;
    }
    int base = slot * DATA;
    long who = data.get(base + WHO);
    long where = data.get(base + WHERE);
    long note = data.get(base + NOTE);
    if (keys.get(slot) != id) {
      return false;
    }
    entry.link = this;
    entry.slot = slot;
    entry.set(id, who, where, note);
    return true;
  }

  /** Notes something with the thread of a slot, unless it has gone. */
  void note(int slot, long id, long note) {
    if (keys.get(slot) == id) {
      data.set(slot * DATA + NOTE, note);
    }
  }

  /**
   * Copies every thread to the last link, then takes it out here: a removal that looks here first
   * cannot miss it. True when this link is empty for good.
   */
  boolean moveOn(Registry registry, int now) {
    retired = true;
    boolean settled = true;
    for (int slot = 0; slot < size; slot++) {
      long id = keys.get(slot);
      if (id > 0) {
        int base = slot * DATA;
        Link target =
            registry.enter(
                id, data.get(base + WHO), data.get(base + WHERE), data.get(base + NOTE), now);
        if (!keys.compareAndSet(slot, id, REMOVED)) {
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
    for (int slot = 0; slot < size; slot++) {
      long key = keys.get(slot);
      if (key <= CLAIMED && now - (CLAIMED - key) > ABANDONED_AFTER) {
        keys.compareAndSet(slot, key, REMOVED);
      }
    }
    growing.set(false); // a StackOverflowError may have left it set
  }

  /** Slots claimed by a spawn and not yet published. */
  int claimed() {
    int claimed = 0;
    for (int slot = 0; slot < size; slot++) {
      if (keys.get(slot) <= CLAIMED) {
        claimed++;
      }
    }
    return claimed;
  }
}
