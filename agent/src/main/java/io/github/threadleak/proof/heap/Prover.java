package io.github.threadleak.proof.heap;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * Finds the threads that nothing could wake: "Dynamic partial deadlock detection and recovery via
 * garbage collection" (GOLF, ASPLOS 2025), on a dump.
 *
 * <p>Marks from all roots but the stacks of waiting threads. A waiting thread whose blocker is
 * reached can be woken, and one whose Thread object is reached can be interrupted: it is live, its
 * stack is a root, and marking goes on until no more threads come to life. What is left waits for
 * ever.
 */
final class Prover {
  /** Less than this share of objects that no root leads to: a collection came before the dump. */
  private static final double GARBAGE = 0.01;

  /** So many dead objects may be in the part of the heap that comes from a CDS archive. */
  private static final int ARCHIVED = 3_000;

  private static final String CLASS_VALUES = "java.lang.ClassValue$ClassValueMap";

  private final Heap heap;
  private final List<HeapThread> threads;
  private final Progress progress;

  /** For each watched object, the first of the threads that it could wake, and so on. */
  private final LongMap firstOf = new LongMap();

  private final Longs waiting = new Longs();
  private final Longs next = new Longs();
  private final BitSet watched;
  private final Deque<Integer> coming = new ArrayDeque<>();

  Prover(Heap heap, List<HeapThread> threads, Progress progress) {
    this.heap = heap;
    this.threads = threads;
    this.progress = progress;
    this.watched = new BitSet(heap.index.size());
  }

  /**
   * Settles the fate of all threads.
   *
   * @param collected true where the dump is known to hold no garbage
   * @return how many objects no recorded root leads to
   */
  int prove(boolean collected) {
    BitSet unexplained = unexplained();
    int lost = unexplained.cardinality();
    watch();
    Marker marker = new Marker(heap, watched, this::reached);
    progress.at("marking", -1);
    markRoots(marker);
    if (collected || lost <= Math.max(ARCHIVED, heap.index.size() * GARBAGE)) {
      unexplained.stream().forEach(marker::markNumber);
    }
    settle(marker, HeapThread.Fate.LIVE);
    progress.at("marking what is held weakly", -1);
    marker.followWeak();
    settle(marker, HeapThread.Fate.HELD_WEAKLY);
    return lost;
  }

  /**
   * What no root of the dump leads to. In a dump that a collection came before, something must have
   * kept these objects: the JVM's own handles, fields of classes that dumps leave out, or an object
   * that compiled code has taken apart.
   */
  private BitSet unexplained() {
    progress.at("marking from every root", -1);
    Marker everything = new Marker(heap, new BitSet(), object -> {});
    everything.followEverything();
    LongMap serials = serials();
    heap.roots.forEachGlobal(everything::mark);
    heap.roots.forEachOrphan(serials, everything::mark);
    for (HeapThread thread : threads) {
      everything.mark(thread.object);
      heap.roots.forEachOf(thread.serial, (frame, id) -> everything.mark(id));
    }
    everything.run();
    BitSet unreached = new BitSet(heap.index.size());
    int size = heap.index.size();
    for (int i = everything.nextUnmarked(0); i < size; i = everything.nextUnmarked(i + 1)) {
      unreached.set(i);
    }
    return unreached;
  }

  private LongMap serials() {
    LongMap serials = new LongMap();
    for (HeapThread thread : threads) {
      serials.put(thread.serial, 0);
    }
    return serials;
  }

  private void watch() {
    for (int i = 0; i < threads.size(); i++) {
      HeapThread thread = threads.get(i);
      if (thread.fate == HeapThread.Fate.PROVEN) {
        watch(thread.object, i);
        for (long waker : thread.wakers) {
          watch(waker, i);
        }
      }
    }
  }

  private void watch(long object, int thread) {
    int number = heap.index.numberOf(object);
    if (number < 0) {
      coming.add(thread);
      return;
    }
    watched.set(number);
    long before = firstOf.get(number);
    firstOf.put(number, waiting.size());
    waiting.add(thread);
    next.add(before == LongMap.NONE ? -1 : before);
  }

  private void reached(int number) {
    for (long at = firstOf.get(number); at >= 0; at = next.get((int) at)) {
      coming.add((int) waiting.get((int) at));
    }
  }

  private void markRoots(Marker marker) {
    heap.roots.forEachGlobal(marker::mark);
    heap.roots.forEachOrphan(serials(), marker::mark);
    // Values that a class has by ClassValue are in a field that dumps leave out.
    heap.forEachInstance(CLASS_VALUES, marker::mark);
    for (HeapThread thread : threads) {
      if (thread.fate == HeapThread.Fate.LIVE || thread.fate == HeapThread.Fate.UNDECIDED) {
        markThread(marker, thread);
      }
    }
  }

  private void markThread(Marker marker, HeapThread thread) {
    marker.mark(thread.object);
    heap.roots.forEachOf(thread.serial, (frame, id) -> marker.mark(id));
  }

  private void settle(Marker marker, HeapThread.Fate fate) {
    while (true) {
      marker.run();
      if (coming.isEmpty()) {
        return;
      }
      for (Integer woken = coming.poll(); woken != null; woken = coming.poll()) {
        HeapThread thread = threads.get(woken);
        if (thread.fate == HeapThread.Fate.PROVEN) {
          thread.fate = fate;
          markThread(marker, thread);
        }
      }
    }
  }
}
