package io.github.threadleak.demo.load;

import java.util.concurrent.atomic.LongAdder;

/** What the callers of one scenario in one variant have seen so far; thread-safe. */
public final class Tally {
  private final LongAdder calls = new LongAdder();
  private final LongAdder disconnects = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder least = new LongAdder();
  private final LongAdder most = new LongAdder();

  /** The call was served, and abandoned this many workers. */
  void served(long abandoned) {
    calls.increment();
    least.add(abandoned);
    most.add(abandoned);
  }

  /**
   * The caller hung up when its request was on the way; that surely abandoned this many workers.
   */
  void disconnected(long abandoned) {
    disconnects.increment();
    served(abandoned);
  }

  /** The call failed; the service abandoned between none and this many workers. */
  void failed(long abandonedAtMost) {
    calls.increment();
    failures.increment();
    most.add(abandonedAtMost);
  }

  public long calls() {
    return calls.sum();
  }

  /** Calls whose caller did not wait for the answer. */
  public long disconnects() {
    return disconnects.sum();
  }

  /** Calls of which the caller cannot say what came of them. */
  public long failures() {
    return failures.sum();
  }

  /** Fewest workers that the leaking variant must have abandoned. */
  public long least() {
    return least.sum();
  }

  /**
   * Most workers that the leaking variant can have abandoned; equal to {@link #least} when no call
   * failed.
   */
  public long most() {
    return most.sum();
  }
}
