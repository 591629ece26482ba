package io.github.threadleak.proof.heap;

import org.jspecify.annotations.Nullable;

/**
 * The states of virtual threads. Their numbers differ from one JDK to the next; the dump has them,
 * as constants of java.lang.VirtualThread.
 */
final class VirtualStates {
  private static final int NO_SUCH = Integer.MIN_VALUE;

  private final Heap heap;
  private final int parked;
  private final int blocked;
  private final int waiting;
  private final int timedParked;
  private final int timedWaiting;
  private final int unstarted;
  private final int terminated;

  VirtualStates(Heap heap, @Nullable HeapClass type) {
    this.heap = heap;
    parked = constant(type, "PARKED");
    blocked = constant(type, "BLOCKED");
    waiting = constant(type, "WAIT");
    timedParked = constant(type, "TIMED_PARKED");
    timedWaiting = constant(type, "TIMED_WAIT");
    unstarted = constant(type, "NEW");
    terminated = constant(type, "TERMINATED");
  }

  private int constant(@Nullable HeapClass type, String name) {
    return type == null ? NO_SUCH : heap.staticNumber(type, name, NO_SUCH);
  }

  private int state(long thread) {
    return heap.number(thread, "state", NO_SUCH + 1);
  }

  /** Parked without a limit, and off its carrier. */
  boolean isParked(long thread) {
    return state(thread) == parked;
  }

  /** Blocked at a monitor, and off its carrier: JDK 24 and later. */
  boolean isBlocked(long thread) {
    return state(thread) == blocked;
  }

  /** In Object.wait without a limit, and off its carrier: JDK 24 and later. */
  boolean isWaiting(long thread) {
    return state(thread) == waiting;
  }

  /** Not started, or ended. */
  boolean isOver(long thread) {
    return state(thread) == unstarted || state(thread) == terminated;
  }

  Thread.State of(long thread) {
    int state = state(thread);
    if (state == parked || state == waiting) {
      return Thread.State.WAITING;
    }
    if (state == blocked) {
      return Thread.State.BLOCKED;
    }
    return state == timedParked || state == timedWaiting
        ? Thread.State.TIMED_WAITING
        : Thread.State.RUNNABLE;
  }
}
