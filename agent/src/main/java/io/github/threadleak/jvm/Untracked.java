package io.github.threadleak.jvm;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The virtual threads that stand, for a while, outside the list of all threads that the JDK keeps,
 * and so out of the reach of everything that does not hold them by itself. Held weakly here. Safe
 * for use by many threads.
 *
 * <p>A walk over the live threads sees each of them once, whether it is taken out or put back
 * meanwhile: a walk reads those outside as they were when it began, and nothing is taken out while
 * one is under way.
 */
public final class Untracked {
  /** A walk that has taken longer was given up, as when a client hangs up in the middle. */
  private static final long LONGEST_WALK_NANOS = 60_000_000_000L;

  // All guarded by this.
  private final Map<Long, WeakReference<Thread>> outside = new HashMap<>();
  private final Map<WeakReference<Object>, Long> walks = new HashMap<>();
  private @Nullable Set<Thread> list;

  Untracked() {}

  /**
   * @param list of the threads that the JDK tracks by itself; null where it does not
   */
  synchronized void useList(@Nullable Set<Thread> list) {
    this.list = list;
  }

  /** Whether the JDK holds on to the thread by its own list. */
  public synchronized boolean isTracked(Thread thread) {
    return list != null && list.contains(thread);
  }

  /** Whether threads can be taken out now: not while somebody walks over them. */
  public synchronized boolean isQuiet() {
    long now = System.nanoTime();
    Iterator<Map.Entry<WeakReference<Object>, Long>> each = walks.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<WeakReference<Object>, Long> walk = each.next();
      if (walk.getKey().refersTo(null) || now - walk.getValue() > LONGEST_WALK_NANOS) {
        each.remove();
      }
    }
    return walks.isEmpty();
  }

  /**
   * Takes a thread out of the JDK's list.
   *
   * @return false where somebody walks over the threads, or where it was not in the list
   */
  public synchronized boolean takeOut(Thread thread) {
    if (list == null || !isQuiet() || !list.contains(thread)) {
      return false;
    }
    outside.put(Threads.id(thread), new WeakReference<>(thread));
    if (list.remove(thread)) {
      return true;
    }
    outside.remove(Threads.id(thread)); // it ended just now
    return false;
  }

  /** Notes that a collector has given back a thread whose weak references it cleared. */
  public synchronized void found(Thread thread) {
    outside.replace(Threads.id(thread), new WeakReference<>(thread));
  }

  /**
   * Puts a thread back into the JDK's list. One that ends takes itself out after it has become
   * TERMINATED: one that is not so yet will find itself in the list.
   */
  public synchronized void putBack(Thread thread) {
    if (outside.remove(Threads.id(thread)) == null || list == null) {
      return;
    }
    list.add(thread);
    if (Threads.state(thread) == Thread.State.TERMINATED) {
      list.remove(thread);
    }
  }

  /** Notes that there is no such thread any more. */
  public synchronized void forget(long id) {
    outside.remove(id);
  }

  /** Whether a thread stands outside, though the collector may have it in hand just now. */
  public synchronized boolean isOutside(long id) {
    return outside.containsKey(id);
  }

  /** How many stand outside. */
  public synchronized int size() {
    return outside.size();
  }

  /** The threads outside now, for a walk that will say when it is done. */
  synchronized List<WeakReference<Thread>> beginWalk(Object walk) {
    walks.put(new WeakReference<>(walk), System.nanoTime());
    return new ArrayList<>(outside.values());
  }

  synchronized void endWalk(Object walk) {
    walks.keySet().removeIf(reference -> reference.refersTo(walk));
  }
}
