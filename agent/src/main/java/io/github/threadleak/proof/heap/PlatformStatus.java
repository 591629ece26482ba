package io.github.threadleak.proof.heap;

/**
 * How a platform thread was when it was dumped: the bits of JVMTI's GetThreadState, which
 * java.lang.Thread keeps since JDK 19 in its holder and before that itself.
 */
enum PlatformStatus {
  NEW(Thread.State.NEW),
  /** On its way, or in native code. */
  RUNS(Thread.State.RUNNABLE),
  /** Sleeps or waits with a limit. */
  TIMED(Thread.State.TIMED_WAITING),
  PARKED(Thread.State.WAITING),
  IN_OBJECT_WAIT(Thread.State.WAITING),
  BLOCKED(Thread.State.BLOCKED),
  ENDED(Thread.State.TERMINATED);

  private static final int ALIVE = 0x0001;
  private static final int TERMINATED = 0x0002;
  private static final int WITHOUT_LIMIT = 0x0010;
  private static final int WAITING = 0x0080;
  private static final int OBJECT_WAIT = 0x0100;
  private static final int IN_PARK = 0x0200;
  private static final int ENTERING_MONITOR = 0x0400;

  private final Thread.State state;

  PlatformStatus(Thread.State state) {
    this.state = state;
  }

  Thread.State state() {
    return state;
  }

  static PlatformStatus of(Heap heap, long thread) {
    long holder = heap.reference(thread, "holder");
    return of(
        holder == 0
            ? heap.number(thread, "threadStatus", ALIVE)
            : heap.number(holder, "threadStatus", ALIVE));
  }

  static PlatformStatus of(int bits) {
    if ((bits & ALIVE) == 0) {
      return (bits & TERMINATED) == 0 ? NEW : ENDED;
    }
    if ((bits & ENTERING_MONITOR) != 0) {
      return BLOCKED;
    }
    if ((bits & WAITING) == 0) {
      return RUNS;
    }
    if ((bits & WITHOUT_LIMIT) == 0) {
      return TIMED;
    }
    return (bits & IN_PARK) != 0 ? PARKED : (bits & OBJECT_WAIT) != 0 ? IN_OBJECT_WAIT : RUNS;
  }
}
