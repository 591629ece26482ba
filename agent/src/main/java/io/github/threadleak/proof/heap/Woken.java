package io.github.threadleak.proof.heap;

/**
 * Sees from the nodes of the JDK's own wait queues whether a thread has been woken already. A
 * platform thread that has been unparked and has not had a processor since is still called parked,
 * and whoever unparked it may be gone without a trace.
 */
final class Woken {
  /** AbstractQueuedSynchronizer.Node: still to be woken; still in a condition's queue. */
  private static final int WAITING = 1;

  private static final int IN_CONDITION = 2;

  /** FutureTask: up to here it is not done. */
  private static final int COMPLETING = 1;

  /** The node of a wait is in one of so many frames. */
  private static final int FRAMES = 8;

  private final Heap heap;

  Woken(Heap heap) {
    this.heap = heap;
  }

  boolean is(long thread, long serial, long[] blockers) {
    for (long blocker : blockers) {
      if (isDone(blocker)) {
        return true;
      }
    }
    boolean[] woken = new boolean[1];
    heap.roots.forEachOf(
        serial,
        (frame, id) -> {
          if (frame >= 0 && frame < FRAMES) {
            woken[0] |= isTaken(thread, id);
          }
        });
    return woken[0];
  }

  private boolean isDone(long blocker) {
    HeapClass type = heap.classOf(blocker);
    if (type == null) {
      return false;
    }
    if (type.is("java.util.concurrent.FutureTask")) {
      return heap.number(blocker, "state", 0) > COMPLETING;
    }
    if (type.is("java.util.concurrent.ForkJoinTask")) {
      return heap.number(blocker, "status", 0) < 0;
    }
    if (type.is("java.util.concurrent.CompletableFuture$Signaller")
        || type.is("java.util.concurrent.Phaser$QNode")) {
      return heap.reference(blocker, "thread") == 0;
    }
    return false;
  }

  private boolean isTaken(long thread, long node) {
    HeapClass type = heap.classOf(node);
    if (type == null || !type.name.startsWith("java.util.concurrent.")) {
      return false;
    }
    if (type.name.equals("java.util.concurrent.FutureTask$WaitNode")) {
      return heap.reference(node, "thread") == 0;
    }
    if (type.name.equals("java.util.concurrent.Exchanger$Node")) {
      return heap.reference(node, "match") != 0;
    }
    if (heap.reference(node, "waiter") != thread) {
      return false;
    }
    if (type.name.contains("Synchronizer$")) {
      int status = heap.number(node, "status", WAITING | IN_CONDITION);
      return (status & WAITING) == 0
          || (type.name.endsWith("$ConditionNode") && (status & IN_CONDITION) == 0);
    }
    if (heap.hasField(node, "match")) {
      return heap.reference(node, "match") != 0;
    }
    if (heap.hasField(node, "isData")) {
      return (heap.reference(node, "item") != 0) != (heap.number(node, "isData", 0) != 0);
    }
    return false;
  }
}
