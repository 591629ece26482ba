package io.github.threadleak.proof.heap;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the monitor that a thread waits for or is blocked at, in what its top frames refer to. The
 * dump does not name it, and compiled code drops what it no longer needs, so there are only a few
 * cases in which it is certain to be among the references of a frame; in all others it is unknown.
 */
final class MonitorOf {
  private static final String UNKNOWN = "the dump does not tell its monitor";

  private final Heap heap;

  MonitorOf(Heap heap) {
    this.heap = heap;
  }

  /**
   * The object whose {@code wait} it is in. {@code Object.wait} has no other reference than the
   * object, the thread itself and what it caught.
   */
  HeapThread.Wait waitedFor(long thread, long serial, List<Stacks.Call> stack) {
    int below = 0;
    while (below < stack.size()
        && stack.get(below).isIn("java.lang.Object")
        && stack.get(below).frame().method().startsWith("wait")) {
      below++;
    }
    if (below == 0) {
      // the JVM's own wait, for the initialisation of a class
      return HeapThread.Wait.undecided(UNKNOWN);
    }
    int frames = below;
    List<Long> objects = new ArrayList<>();
    heap.roots.forEachOf(
        serial,
        (frame, id) -> {
          if (frame >= 0 && frame < frames && id != thread && !isThrowable(id)) {
            objects.add(id);
          }
        });
    if (!objects.isEmpty()) {
      return HeapThread.Wait.on(objects);
    }
    return below < stack.size() ? joined(serial, stack.get(below), below) : unknown();
  }

  /** {@code Thread.join} waits on the thread that it needs until the end of its loop. */
  private HeapThread.Wait joined(long serial, Stacks.Call caller, int depth) {
    if (!caller.isIn("java.lang.Thread") || !caller.frame().method().equals("join")) {
      return unknown();
    }
    List<Long> threads = new ArrayList<>();
    heap.roots.forEachOf(
        serial,
        (frame, id) -> {
          HeapClass type = frame == depth ? heap.classOf(id) : null;
          if (type != null && type.is("java.lang.Thread")) {
            threads.add(id);
          }
        });
    return threads.isEmpty() ? unknown() : HeapThread.Wait.on(threads);
  }

  /**
   * The monitor that it is about to enter.
   *
   * <p>A thread that enters a synchronized method has no more references than the method has
   * parameters, and one more if it is an instance method, which is then the monitor. One that
   * enters a synchronized block keeps the monitor in a variable of its own, for the end of the
   * block. So with more references than parameters, the monitor is one of them; with fewer it may
   * be the class of a static method, or an object that compiled code has dropped.
   */
  HeapThread.Wait entered(long thread, long serial, List<Stacks.Call> stack) {
    if (stack.isEmpty()) {
      return unknown();
    }
    Stacks.Call top = stack.get(0);
    if (top.isIn("java.lang.Object") && top.frame().method().startsWith("wait")) {
      return waitedFor(thread, serial, stack);
    }
    HeapClass type = top.type();
    if (type == null || top.frame().isNative() || !loadsInParallel(type.loaderId)) {
      return unknown();
    }
    List<Long> objects = new ArrayList<>();
    heap.roots.forEachOf(
        serial,
        (frame, id) -> {
          if (frame == 0) {
            objects.add(id);
          }
        });
    return objects.size() > top.referenceParameters() ? HeapThread.Wait.on(objects) : unknown();
  }

  /** Else the JVM itself may be blocked at the monitor of the loader, on this thread. */
  private boolean loadsInParallel(long loader) {
    return loader == 0 || heap.reference(loader, "parallelLockMap") != 0;
  }

  private boolean isThrowable(long id) {
    HeapClass type = heap.classOf(id);
    return type != null && type.is("java.lang.InterruptedException");
  }

  private static HeapThread.Wait unknown() {
    return HeapThread.Wait.undecided(UNKNOWN);
  }
}
