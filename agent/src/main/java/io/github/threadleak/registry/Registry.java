package io.github.threadleak.registry;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The live threads, by id: lock-free for probes, and of a size that follows the number of live
 * threads alone.
 *
 * <p>A thread id is inserted once, before the thread can run, and removed once, by its own end;
 * that makes a plain open-addressed table of {@code long} words enough. The table is a chain,
 * oldest first: inserts go to the last link, removals look from the first. {@link #tidy} moves the
 * entries of older links on and drops empty links; it copies an entry before it takes the old one
 * out, so a removal that walks in chain order cannot miss it.
 *
 * <p>A slot is claimed by CAS and published by CAS. No lock is held between the two, so a
 * StackOverflowError in between costs that one slot, which {@link #tidy} takes back after a minute.
 */
public final class Registry {
  /** Link sizes are powers of two. 4,096 slots are 128 KB. */
  private static final int SMALLEST = 1 << 12;

  private final ReentrantLock structure = new ReentrantLock();
  private volatile Link head = new Link(SMALLEST);

  /** One live thread as the registry knows it; a mutable cursor, for use by one thread. */
  public static final class Entry {
    public long id;
    public long parentId;
    public boolean virtual;

    /** Index of the pool in {@link PoolTable}, 0 for none. */
    public int pool;

    /** Index of the spawn stack in the table of variants. */
    public int variant;

    /** Tenths of a second on {@link Clock}. */
    public int started;

    /** What the census has noted, 0 for nothing yet. */
    public long note;

    private @Nullable Link link;
    private int base;
  }

  /** Takes each live entry in turn; the cursor is reused. */
  public interface Visitor {
    void visit(Entry entry);
  }

  /**
   * Enters a thread. Called by a probe: takes no lock, and allocates only when a link is full.
   *
   * @throws OutOfMemoryError where a larger link is needed and cannot be had; the thread is then
   *     not entered
   */
  public void add(long id, long parentId, boolean virtual, int pool, int variant, int started) {
    long who = (parentId << 21) | (virtual ? 1L << 20 : 0) | pool;
    long where = ((long) variant << 32) | (started & 0xffffffffL);
    while (true) {
      Link link = last();
      if (link.put(id, who, where, 0, started) && !(link.retired && link.takeOut(id))) {
        return;
      }
    }
  }

  /** Takes a thread out; false where it was not in. Called by a probe. */
  public boolean remove(long id) {
    for (Link link = head; link != null; link = link.next.get()) {
      if (link.takeOut(id)) {
        return true;
      }
    }
    return false;
  }

  /** Fills {@code entry} with what is known of a thread; false where it is not in. */
  public boolean find(long id, Entry entry) {
    for (Link link = head; link != null; link = link.next.get()) {
      int slot = link.slotOf(id);
      if (slot >= 0 && link.read(slot, entry)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Notes something with a thread that {@link #find} has just found. For the census thread alone.
   */
  public void note(Entry entry, long note) {
    Link link = entry.link;
    if (link != null && link.words.get(entry.base) == entry.id) {
      link.words.set(entry.base + Link.NOTE, note);
      entry.note = note;
    }
  }

  /**
   * Visits every entry that stays in throughout; those that come or go meanwhile may be missed,
   * none is seen twice.
   */
  public void forEach(Visitor visitor) {
    structure.lock();
    try {
      Entry entry = new Entry();
      for (Link link = head; link != null; link = link.next.get()) {
        for (int slot = 0; slot <= link.mask; slot++) {
          if (link.read(slot, entry)) {
            visitor.visit(entry);
          }
        }
      }
    } finally {
      structure.unlock();
    }
  }

  /**
   * Moves all entries into one link that fits {@code live} threads and takes abandoned slots back.
   * Not for probes.
   */
  public void tidy(long live, int now) {
    structure.lock();
    try {
      Link last = last();
      int slots = last.mask + 1;
      if (slots > SMALLEST && live < slots / 8) {
        last.append(slots / 4);
      } else if (live > slots * 6L / 10) {
        last.append(slots * 2);
      }
      for (Link next = head.next.get(); next != null; next = head.next.get()) {
        if (!head.moveTo(this, now)) {
          return; // a spawn is under way in it: next time
        }
        head = next;
      }
      head.freeAbandoned(now);
      head.growing.set(false); // a StackOverflowError may have left it set
    } finally {
      structure.unlock();
    }
  }

  /** Memory held, in bytes, to within an array header. */
  public long bytes() {
    long bytes = 0;
    for (Link link = head; link != null; link = link.next.get()) {
      bytes += 8L * link.words.length();
    }
    return bytes;
  }

  /** Slots claimed by a spawn and not yet published; 0 when no spawn is under way. */
  public int claimedSlots() {
    int claimed = 0;
    for (Link link = head; link != null; link = link.next.get()) {
      for (int slot = 0; slot <= link.mask; slot++) {
        if (link.words.get(slot * Link.WORDS) <= Link.CLAIMED) {
          claimed++;
        }
      }
    }
    return claimed;
  }

  private Link last() {
    Link link = head;
    for (Link next = link.next.get(); next != null; next = link.next.get()) {
      link = next;
    }
    return link;
  }

  /** One open-addressed table. A slot is four words: key, who, where, and one for the census. */
  private static final class Link {
    static final int WORDS = 4;

    /** The census thread's word of a slot. */
    static final int NOTE = 3;

    static final long EMPTY = 0;
    static final long REMOVED = -1;

    /** Keys from here down mark a claimed slot: CLAIMED minus the time of the claim. */
    static final long CLAIMED = -2;

    /** Steps that an insert takes before a larger link is made. */
    static final int PATIENCE = 128;

    static final int ABANDONED_AFTER = 600;

    final AtomicLongArray words;
    final int mask;
    final int shift;
    final AtomicInteger longestProbe = new AtomicInteger();
    final AtomicBoolean growing = new AtomicBoolean();
    final AtomicReference<@Nullable Link> next = new AtomicReference<>();
    volatile boolean retired;

    Link(int slots) {
      words = new AtomicLongArray(slots * WORDS);
      mask = slots - 1;
      shift = 64 - Integer.numberOfTrailingZeros(slots);
    }

    /**
     * Ids come in sequence: Fibonacci hashing keeps them apart, so that no run of old threads grows
     * into a wall.
     */
    private int home(long id) {
      return (int) ((id * 0x9E3779B97F4A7C15L) >>> shift);
    }

    /** False where the caller must look for the last link again. */
    boolean put(long id, long who, long where, long note, int now) {
      long claim = CLAIMED - (now & 0xffffffffL);
      int home = home(id);
      for (int step = 0; step <= mask; step++) {
        if (step == PATIENCE) {
          if (next.get() != null || growing.compareAndSet(false, true)) {
            try {
              append((mask + 1) * 2);
            } finally {
              growing.set(false);
            }
            return false;
          }
          // Another spawn makes the next link: this one goes on looking here.
        }
        int base = ((home + step) & mask) * WORDS;
        long key = words.get(base);
        if ((key == EMPTY || key == REMOVED) && words.compareAndSet(base, key, claim)) {
          words.setPlain(base + 1, who);
          words.setPlain(base + 2, where);
          words.setPlain(base + NOTE, note);
          raiseLongestProbe(step);
          return words.compareAndSet(base, claim, id);
        }
      }
      append((mask + 1) * 2);
      return false;
    }

    private void raiseLongestProbe(int step) {
      int longest = longestProbe.get();
      while (step > longest && !longestProbe.compareAndSet(longest, step)) {
        longest = longestProbe.get();
      }
    }

    void append(int slots) {
      if (next.get() == null) {
        next.compareAndSet(null, new Link(slots));
      }
    }

    int slotOf(long id) {
      int home = home(id);
      int longest = longestProbe.get();
      for (int step = 0; step <= longest; step++) {
        int slot = (home + step) & mask;
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

    boolean takeOut(long id) {
      int slot = slotOf(id);
      return slot >= 0 && words.compareAndSet(slot * WORDS, id, REMOVED);
    }

    boolean read(int slot, Entry entry) {
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
      entry.base = base;
      entry.note = note;
      entry.id = id;
      entry.parentId = who >>> 21;
      entry.virtual = ((who >>> 20) & 1) != 0;
      entry.pool = (int) who & ((1 << 20) - 1);
      entry.variant = (int) (where >>> 32);
      entry.started = (int) where;
      return true;
    }

    /** True when this link is empty for good and can be dropped. */
    boolean moveTo(Registry registry, int now) {
      retired = true;
      boolean empty = true;
      for (int slot = 0; slot <= mask; slot++) {
        int base = slot * WORDS;
        long id = words.get(base);
        if (id > 0) {
          Link target = registry.last();
          while (!target.put(
              id, words.get(base + 1), words.get(base + 2), words.get(base + NOTE), now)) {
            target = registry.last();
          }
          if (!words.compareAndSet(base, id, REMOVED)) {
            target.takeOut(id); // it ended while it was being copied
          }
        } else if (id <= CLAIMED) {
          empty = false;
        }
      }
      if (!empty) {
        freeAbandoned(now);
      }
      return empty;
    }

    void freeAbandoned(int now) {
      for (int slot = 0; slot <= mask; slot++) {
        long key = words.get(slot * WORDS);
        if (key <= CLAIMED && now - (CLAIMED - key) > ABANDONED_AFTER) {
          words.compareAndSet(slot * WORDS, key, REMOVED);
        }
      }
    }
  }
}
