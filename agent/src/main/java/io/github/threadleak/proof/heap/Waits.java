package io.github.threadleak.proof.heap;

import java.util.List;

/**
 * Tells how a thread waits, and for what. Where it is not certain what could wake the thread, it
 * says so, and the thread counts as live.
 */
final class Waits {
  private static final String CARRIER = "jdk.internal.misc.CarrierThread";
  private static final String NO_STACK = "its stack is not in the dump";
  private static final String NO_BLOCKER = "it parks without a blocker";

  private final Heap heap;
  private final MonitorOf monitors;
  private final Woken woken;

  Waits(Heap heap) {
    this.heap = heap;
    this.monitors = new MonitorOf(heap);
    this.woken = new Woken(heap);
  }

  HeapThread.Wait ofPlatform(
      long thread, long serial, List<Stacks.Call> stack, PlatformStatus status) {
    if (carries(thread, stack) || isInterrupted(thread)) {
      return HeapThread.Wait.LIVE;
    }
    return switch (status) {
      case PARKED -> {
        HeapThread.Wait wait = parked(thread, stack);
        // One that has been woken and not had a processor yet still looks parked.
        yield wait.undecided == null && woken.is(thread, serial, wait.wakers)
            ? HeapThread.Wait.LIVE
            : wait;
      }
      case IN_OBJECT_WAIT -> monitors.waitedFor(thread, serial, stack);
      case BLOCKED -> monitors.entered(thread, serial, stack);
      case NEW, RUNS, TIMED, ENDED -> HeapThread.Wait.LIVE;
    };
  }

  HeapThread.Wait ofVirtual(
      long thread, long serial, List<Stacks.Call> stack, VirtualStates states) {
    boolean onItsWay =
        heap.reference(thread, "carrierThread") != 0
            || isInterrupted(thread)
            || heap.number(thread, "parkPermit", 0) != 0
            || heap.number(thread, "onWaitingList", 0) != 0
            || heap.number(thread, "notified", 0) != 0
            || heap.reference(thread, "next") != 0;
    if (onItsWay) {
      return HeapThread.Wait.LIVE;
    }
    if (states.isParked(thread)) {
      return parked(thread, stack);
    }
    if (states.isWaiting(thread)) {
      return monitors.waitedFor(thread, serial, stack);
    }
    return states.isBlocked(thread)
        ? monitors.entered(thread, serial, stack)
        : HeapThread.Wait.LIVE;
  }

  /** One that has been interrupted and not had a processor since is about to wake. */
  private boolean isInterrupted(long thread) {
    return heap.number(thread, "interrupted", 0) != 0;
  }

  private HeapThread.Wait parked(long thread, List<Stacks.Call> stack) {
    if (stack.isEmpty()) {
      return HeapThread.Wait.undecided(NO_STACK);
    }
    long blocker = heap.reference(thread, "parkBlocker");
    return blocker == 0 || !heap.contains(blocker)
        ? HeapThread.Wait.undecided(NO_BLOCKER)
        : HeapThread.Wait.on(blocker);
  }

  /** Whether it may have a virtual thread on it: what it waits for is then that one's matter. */
  private boolean carries(long thread, List<Stacks.Call> stack) {
    HeapClass type = heap.classOf(thread);
    if (type == null || type.is(CARRIER)) {
      return true;
    }
    for (Stacks.Call call : stack) {
      if (call.isIn("jdk.internal.vm.Continuation")) {
        return true;
      }
    }
    return false;
  }
}
