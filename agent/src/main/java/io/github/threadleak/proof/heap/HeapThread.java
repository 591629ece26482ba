package io.github.threadleak.proof.heap;

import io.github.threadleak.snapshot.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A thread of a dump. Its verdict changes while references are followed, from left to right. */
final class HeapThread {
  /** What is thought of a thread. */
  enum Fate {
    /** It waits, and nothing that could wake it has been reached. */
    PROVEN,
    /** The same, but for a weak reference of the application's. */
    HELD_WEAKLY,
    /** It runs, ends its wait by itself, or somebody can wake it. */
    LIVE,
    /** It waits, and what for the dump does not say: as good as live. */
    UNDECIDED,
    /** One of the agent's own, which are left out. */
    AGENT
  }

  final long object;
  final long serial;
  final long trace;
  final Kind kind;
  final long id;
  final @Nullable String name;

  /** What could wake it: its park blocker, or the objects of which one is its monitor. */
  final long[] wakers;

  /** Why it is undecided; null where it is not. */
  final @Nullable String undecided;

  final Thread.State state;
  Fate fate;

  HeapThread(
      long object,
      long serial,
      long trace,
      Kind kind,
      long id,
      @Nullable String name,
      Thread.State state,
      Wait wait) {
    this.object = object;
    this.serial = serial;
    this.trace = trace;
    this.kind = kind;
    this.id = id;
    this.name = name;
    this.state = state;
    this.wakers = wait.wakers;
    this.undecided = wait.undecided;
    this.fate = wait.fate;
  }

  /** How a thread waits. */
  static final class Wait {
    /** It needs nobody to wake it. */
    static final Wait LIVE = new Wait(Fate.LIVE, null);

    static final Wait AGENT = new Wait(Fate.AGENT, null);

    final Fate fate;

    /** Why it is not known what could wake it; null where it is known. */
    final @Nullable String undecided;

    /** Objects of which one must be reachable for somebody to wake it. */
    final long[] wakers;

    private Wait(Fate fate, @Nullable String undecided, long... wakers) {
      this.fate = fate;
      this.undecided = undecided;
      this.wakers = wakers;
    }

    static Wait on(long... wakers) {
      return new Wait(Fate.PROVEN, null, wakers);
    }

    static Wait on(List<Long> wakers) {
      return on(wakers.stream().mapToLong(Long::longValue).toArray());
    }

    static Wait undecided(String why) {
      return new Wait(Fate.UNDECIDED, why);
    }
  }
}
