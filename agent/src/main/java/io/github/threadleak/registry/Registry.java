package io.github.threadleak.registry;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The live threads, by id: lock-free for probes, and of a size that follows the number of live
 * threads alone.
 *
 * <p>A thread id is inserted once, before the thread can run, and removed once, by its own end;
 * that makes plain tables of {@code long} words enough. A thread is entered in the nursery where
 * its slot there is free, else in the last link of a chain of tables. {@link #tidy} moves what has
 * stayed in the nursery to the chain, and the entries of older links on to the last one; it copies
 * an entry before it takes the old one out, so that a removal that looks in the same order cannot
 * miss it.
 */
public final class Registry {
  /** 4,096 slots are 128 KB. */
  private static final int SMALLEST = 1 << 12;

  private final ReentrantLock structure = new ReentrantLock();
  private final Nursery nursery = new Nursery();
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

    @Nullable Slots slots;
    int slot;

    void set(long key, long who, long where, long noted) {
      id = key;
      parentId = who >>> 21;
      virtual = ((who >>> 20) & 1) != 0;
      pool = (int) who & ((1 << 20) - 1);
      variant = (int) (where >>> 32);
      started = (int) where;
      note = noted;
    }
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
    if (!nursery.add(id, who, where, started)) {
      addToChain(id, who, where, 0, started);
    }
  }

  /** Enters a thread in the last link, and says which that was. */
  Link addToChain(long id, long who, long where, long note, int now) {
    while (true) {
      Link link = last();
      if (link.put(id, who, where, note, now) && !(link.retired && link.remove(id))) {
        return link;
      }
    }
  }

  /** Takes a thread out; false where it was not in. Called by a probe. */
  public boolean remove(long id) {
    // The last link has most of what is not in the nursery. Oldest first is the order in which none
    // is missed.
    return nursery.remove(id) || last().remove(id) || removeFromChain(id);
  }

  private boolean removeFromChain(long id) {
    for (Link link = head; link != null; link = link.next.get()) {
      if (link.remove(id)) {
        return true;
      }
    }
    return false;
  }

  /** Fills {@code entry} with what is known of a thread; false where it is not in. */
  public boolean find(long id, Entry entry) {
    int young = Nursery.slotOf(id);
    if (nursery.key(young) == id && nursery.read(young, entry) && entry.id == id) {
      return true;
    }
    for (Link link = head; link != null; link = link.next.get()) {
      int slot = link.slotOf(id);
      if (slot >= 0 && link.read(slot, entry) && entry.id == id) {
        return true;
      }
    }
    return false;
  }

  /**
   * Notes something with a thread that {@link #find} has just found. For the census thread alone.
   */
  public void note(Entry entry, long note) {
    Slots slots = entry.slots;
    if (slots != null) {
      slots.note(entry.slot, entry.id, note);
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
      nursery.forEach(entry, visitor);
      for (Link link = head; link != null; link = link.next.get()) {
        link.forEach(entry, visitor);
      }
    } finally {
      structure.unlock();
    }
  }

  /** True where removals have long ways to go: time to {@link #tidy}. */
  public boolean isScattered() {
    Link second = head.next.get();
    return second != null && second.next.get() != null;
  }

  /**
   * Moves all entries into one link that fits {@code live} threads and takes abandoned slots back.
   * Not for probes.
   */
  public void tidy(long live, int now) {
    structure.lock();
    try {
      Link last = last();
      int slots = last.size();
      boolean small = live > slots * 8L / 10;
      boolean large = slots > SMALLEST && live < slots / 8;
      if (small || large) {
        last.append(fitting(live));
      }
      nursery.moveTo(this, now);
      nursery.freeAbandoned(now);
      for (Link next = head.next.get(); next != null; next = head.next.get()) {
        head.retired = true;
        if (!head.moveTo(this, now)) {
          head.freeAbandoned(now);
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

  /** Two thirds full: 48 bytes a thread. */
  private static int fitting(long live) {
    return (int) Math.max(SMALLEST, Math.min(live + live / 2, Integer.MAX_VALUE / Slots.WORDS));
  }

  /** Memory held, in bytes, to within an array header. */
  public long bytes() {
    long bytes = 8L * nursery.words.length();
    for (Link link = head; link != null; link = link.next.get()) {
      bytes += 8L * link.words.length();
    }
    return bytes;
  }

  /** Slots claimed by a spawn and not yet published; 0 when no spawn is under way. */
  public int claimedSlots() {
    int claimed = nursery.claimed();
    for (Link link = head; link != null; link = link.next.get()) {
      claimed += link.claimed();
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
}
