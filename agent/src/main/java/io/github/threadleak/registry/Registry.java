package io.github.threadleak.registry;

import io.github.threadleak.site.SpawnCapture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The live threads, by id: lock-free for probes, and of a size that follows the number of live
 * threads alone.
 *
 * <p>A thread id is inserted once, before the thread can run, and removed once, by its own end;
 * that makes plain tables of {@code long} words enough. They form a chain, oldest first: inserts go
 * to the last. {@link #tidy} moves the entries of older links on and drops empty links; it copies
 * an entry before it takes the old one out, so a removal that walks in chain order cannot miss it.
 */
public final class Registry {
  /** 8,192 slots are 256 KB. */
  private static final int SMALLEST = 1 << 13;

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

    /** True where that stack was inferred from the thread's task and not captured. */
    public boolean inferred;

    /** Tenths of a second on {@link Clock}. */
    public int started;

    /** What the census has noted, 0 for nothing yet. */
    public long note;

    @Nullable Link link;
    int slot;

    /** The variant as {@link SpawnCapture#variantOf} gave it. */
    public int where() {
      return inferred ? variant | SpawnCapture.INFERRED : variant;
    }

    void set(long key, long who, long where, long noted) {
      id = key;
      parentId = who >>> 21;
      virtual = ((who >>> 20) & 1) != 0;
      pool = (int) who & ((1 << 20) - 1);
      variant = (int) (where >>> 32) & ~SpawnCapture.INFERRED;
      inferred = where < 0;
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
   * @param variant as {@link SpawnCapture#variantOf} gave it
   * @param home the variant that it is counted at, as {@link Books#home} gives it
   * @throws OutOfMemoryError where a larger link is needed and cannot be had; the thread is then
   *     not entered
   */
  public void add(
      long id, long parentId, boolean virtual, int pool, int variant, int home, int started) {
    long who = (parentId << 21) | (virtual ? 1L << 20 : 0) | pool;
    long where = ((long) variant << 32) | (started & 0xffffffffL);
    enter(Link.key(id, home, virtual), who, where, 0, started);
  }

  /** Enters a thread in the last link, and says which that was. */
  Link enter(long key, long who, long where, long note, int now) {
    while (true) {
      Link link = last();
      if (link.put(key, who, where, note, now) && !(link.retired && link.remove(Link.idOf(key)))) {
        return link;
      }
    }
  }

  /** Takes a thread out; false where it was not in. Called by a probe. */
  public boolean remove(long id) {
    // Most threads are in the last link; in chain order none is missed.
    if (last().remove(id)) {
      return true;
    }
    for (Link link = head; link != null; link = link.next.get()) {
      if (link.remove(id)) {
        return true;
      }
    }
    return false;
  }

  /** Fills {@code entry} with what is known of a thread; false where it is not in. */
  public boolean find(long id, Entry entry) {
    for (Link link = head; link != null; link = link.next.get()) {
      int slot = link.slotOf(id);
      if (slot >= 0 && link.read(slot, entry) && entry.id == Link.idOf(id)) {
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
    if (link != null) {
      link.note(entry.slot, entry.id, note);
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
        for (int slot = 0; slot < link.size(); slot++) {
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
   * Counts the entries that {@link #forEach} would visit by their homes, without a look at more
   * than their keys.
   *
   * @param platform counts of platform threads by home, which are added to
   * @param virtual of virtual threads
   * @param others visits instead of counting: threads whose home has no room in their key
   */
  public void count(int[] platform, int[] virtual, Visitor others) {
    structure.lock();
    try {
      Entry entry = new Entry();
      for (Link link = head; link != null; link = link.next.get()) {
        link.count(platform, virtual, entry, others);
      }
    } finally {
      structure.unlock();
    }
  }

  /**
   * Visits those entries that are counted at some homes.
   *
   * @param homes true for each of these; threads whose home has no room in their key are all
   *     visited
   */
  public void forEachAt(boolean[] homes, Visitor visitor) {
    structure.lock();
    try {
      Entry entry = new Entry();
      for (Link link = head; link != null; link = link.next.get()) {
        link.visit(homes, entry, visitor);
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
      for (Link next = head.next.get(); next != null; next = head.next.get()) {
        if (!head.moveOn(this, now)) {
          head.freeAbandoned(now);
          return; // a spawn is under way in it: next time
        }
        head = next;
      }
      head.freeAbandoned(now);
    } finally {
      structure.unlock();
    }
  }

  /** Two thirds full: 48 bytes a thread. */
  private static int fitting(long live) {
    return (int) Math.max(SMALLEST, Math.min(live + live / 2, Integer.MAX_VALUE / 4));
  }

  /** Memory held, in bytes, to within an array header. */
  public long bytes() {
    long bytes = 0;
    for (Link link = head; link != null; link = link.next.get()) {
      bytes += link.bytes();
    }
    return bytes;
  }

  /** Slots claimed by a spawn and not yet published; 0 when no spawn is under way. */
  public int claimedSlots() {
    int claimed = 0;
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
