package io.github.threadleak.registry;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One table of the registry's chain. A slot is a key, and three words of data: who, where, and one
 * for the census. Keys stand apart from the data, eight in a cache line: a start and an end run on
 * different processors, and only keys go to and fro between them. A key also tells what the thread
 * is counted as, so that a count of all threads reads a quarter of the memory.
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

  /** Bits of a key for the id, the lowest: a million starts a second use them up in a year. */
  private static final int ID_BITS = 45;

  private static final long ID = (1L << ID_BITS) - 1;

  /** A search compares these bits of a key: the id, and the sign of what is no key. */
  private static final long SEARCHED = ID | Long.MIN_VALUE;

  /** Above the id is the home: with 10,000 sites there are 65,540. */
  private static final int HOME_BITS = 17;

  /** Instead of a home that has no room in a key, where more sites are allowed. */
  private static final int ELSEWHERE = (1 << HOME_BITS) - 1;

  /** Set in the keys of virtual threads. */
  private static final long VIRTUAL = 1L << (ID_BITS + HOME_BITS);

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

  /** The key of a thread. Called by a probe. */
  static long key(long id, int home, boolean virtual) {
    return (id & ID) | ((long) Math.min(home, ELSEWHERE) << ID_BITS) | (virtual ? VIRTUAL : 0);
  }

  /** The id as far as a key holds it. */
  static long idOf(long key) {
    return key & ID;
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
  boolean put(long key, long who, long where, long note, int now) {
    long id = idOf(key);
    long claim = CLAIMED - (now & 0xffffffffL);
    for (int attempt = 0; ; attempt++) {
      if (attempt >= PATIENCE && grow()) {
        return false;
      }
      int slot = place(id, attempt);
      long found = keys.get(slot);
      if ((found == EMPTY || found == REMOVED) && keys.compareAndSet(slot, found, claim)) {
        int base = slot * DATA;
        data.setPlain(base + WHO, who);
        data.setPlain(base + WHERE, where);
        data.setPlain(base + NOTE, note);
        if (attempt > 0) {
          raiseLongestProbe(attempt);
        }
        return keys.compareAndSet(slot, claim, key);
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
  int slotOf(long threadId) {
    long id = idOf(threadId);
    int longest = longestProbe.get();
    for (int attempt = 0; attempt <= longest; attempt++) {
      int slot = place(id, attempt);
      long key = keys.get(slot);
      if (((key ^ id) & SEARCHED) == 0) {
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
    if (slot < 0) {
      return false;
    }
    long key = keys.get(slot);
    return key > 0 && idOf(key) == idOf(id) && keys.compareAndSet(slot, key, REMOVED);
  }

  /** Fills the cursor; false where no thread is in the slot. */
  boolean read(int slot, Registry.Entry entry) {
    long key = keys.get(slot);
    if (key <= 0) {
      return false;
    }
    int base = slot * DATA;
    long who = data.get(base + WHO);
    long where = data.get(base + WHERE);
    long note = data.get(base + NOTE);
    if (keys.get(slot) != key) {
      return false;
    }
    entry.link = this;
    entry.slot = slot;
    entry.set(idOf(key), who, where, note);
    return true;
  }

  /** Adds its threads to their homes' counts; {@code others} takes those whose key has no home. */
  void count(int[] platform, int[] virtual, Registry.Entry entry, Registry.Visitor others) {
    for (int slot = 0; slot < size; slot++) {
      long key = keys.get(slot);
      if (key > 0) {
        int home = homeOf(key);
        if (home == ELSEWHERE) {
          visit(slot, entry, others);
        } else if ((key & VIRTUAL) != 0) {
          virtual[home]++;
        } else {
          platform[home]++;
        }
      }
    }
  }

  /** Visits the threads of some homes, and those whose key has none. */
  void visit(boolean[] homes, Registry.Entry entry, Registry.Visitor visitor) {
    for (int slot = 0; slot < size; slot++) {
      long key = keys.get(slot);
      if (key > 0) {
        int home = homeOf(key);
        if (home == ELSEWHERE || homes[home]) {
          visit(slot, entry, visitor);
        }
      }
    }
  }

  private void visit(int slot, Registry.Entry entry, Registry.Visitor visitor) {
    if (read(slot, entry)) {
      visitor.visit(entry);
    }
  }

  private static int homeOf(long key) {
    return (int) (key >>> ID_BITS) & ELSEWHERE;
  }

  /** Notes something with the thread of a slot, unless it has gone. */
  void note(int slot, long id, long note) {
    long key = keys.get(slot);
    if (key > 0 && idOf(key) == id) {
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
      long key = keys.get(slot);
      if (key > 0) {
        int base = slot * DATA;
        Link target =
            registry.enter(
                key, data.get(base + WHO), data.get(base + WHERE), data.get(base + NOTE), now);
        if (!keys.compareAndSet(slot, key, REMOVED)) {
          target.remove(idOf(key)); // it ended while it was being copied
        }
      } else if (key <= CLAIMED) {
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
