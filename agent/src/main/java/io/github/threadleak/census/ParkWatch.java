package io.github.threadleak.census;

import io.github.threadleak.jvm.Continuations;
import io.github.threadleak.jvm.PlatformActivity;
import io.github.threadleak.jvm.Threads;
import io.github.threadleak.snapshot.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Tells one park of a thread from the next, so that a consumer that is woken fifty times a second
 * does not look parked for ever. A platform thread's parks are told by how often it has waited, or
 * by its processor time while it is in native code; a virtual thread's by the chunk that its frames
 * are in, or by its carrier where it is pinned. Immutable.
 */
final class ParkWatch {
  private final @Nullable Continuations continuations;

  ParkWatch() {
    Continuations known = null;
    if (Threads.hasVirtual()) {
      try {
        known = new Continuations();
      } catch (ReflectiveOperationException changed) {
        // a JDK whose inside is not as expected: no durations for virtual threads
      }
    }
    continuations = known;
  }

  /** The platform thread that a virtual one is mounted on; null where it is on none. */
  @Nullable Thread carrier(Thread virtual) {
    return continuations == null ? null : continuations.carrier(virtual);
  }

  /** The identity of what a thread is parked on or blocked at; 0 for nothing that is known. */
  static int identity(
      Thread thread,
      Kind kind,
      Thread.State state,
      @Nullable Object blocker,
      PlatformActivity activity) {
    if (blocker != null) {
      return System.identityHashCode(blocker);
    }
    return kind == Kind.PLATFORM && state != Thread.State.RUNNABLE ? activity.monitor(thread) : 0;
  }

  /**
   * The signature of the park that a thread is in, {@link ParkNote#NOT_PARKED} where it is in none
   * or cannot be told.
   *
   * @param blocker the identity of its blocker, 0 for none
   * @param carrier what a virtual thread is mounted on
   */
  int signature(
      Thread thread,
      Thread.State state,
      int blocker,
      @Nullable Thread carrier,
      PlatformActivity activity) {
    if (!Threads.isVirtual(thread)) {
      long stamp = activity.stamp(thread, state);
      return stamp == PlatformActivity.UNKNOWN
          ? ParkNote.NOT_PARKED
          : ParkNote.signature(word(state), blocker, stamp);
    }
    if (word(state) == 0 || continuations == null) {
      return ParkNote.NOT_PARKED;
    }
    if (carrier != null) {
      long stamp = activity.stamp(carrier, Thread.State.WAITING);
      return stamp == PlatformActivity.UNKNOWN
          ? ParkNote.NOT_PARKED
          : ParkNote.signature(word(state), blocker, stamp);
    }
    Object tail = continuations.tail(thread);
    return tail == null
        ? ParkNote.NOT_PARKED
        : ParkNote.signature(word(state), blocker, System.identityHashCode(tail));
  }

  /** 0 for a thread that is not waiting. */
  private static int word(Thread.State state) {
    return switch (state) {
      case BLOCKED -> 1;
      case WAITING -> 2;
      case TIMED_WAITING -> 3;
      default -> 0;
    };
  }
}
