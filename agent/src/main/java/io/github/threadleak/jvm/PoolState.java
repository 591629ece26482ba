package io.github.threadleak.jvm;

import org.jspecify.annotations.Nullable;

/**
 * What a pool's own fields said at one moment. Immutable; holds nothing of the pool.
 *
 * @param threads its live threads; this and the other numbers are {@link #UNKNOWN} where the JDK
 *     does not tell without waiting or calling the application
 * @param active threads that run a task
 * @param queued tasks that wait: for a worker, or for their time in a scheduled pool
 * @param completed tasks run since the pool was constructed; it may lag behind, never go back
 */
public record PoolState(
    PoolKind kind, Run run, long threads, long active, long queued, long completed) {
  public static final long UNKNOWN = -1;

  /** How far a pool is in its life. */
  public enum Run {
    RUNNING,
    /** It takes no more tasks; some may still be queued or run. */
    SHUTDOWN,
    TERMINATED,
    UNKNOWN;

    /** True where it takes no more tasks. */
    public boolean isOver() {
      return this == SHUTDOWN || this == TERMINATED;
    }
  }

  // By hand, as every equality that outlives a look: what the compiler makes for a record has the
  // JDK keep soft references to this class, which outlive a detach.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PoolState state
        && kind == state.kind
        && run == state.run
        && threads == state.threads
        && active == state.active
        && queued == state.queued
        && completed == state.completed;
  }

  @Override
  public int hashCode() {
    return Long.hashCode((threads * 31 + queued) * 31 + completed) * 31 + kind.hashCode();
  }

  /** True where it has been given a task since it was constructed, as far as the fields tell. */
  public boolean hasWorked() {
    return active > 0 || queued > 0 || completed > 0;
  }

  /** True where a task has come, begun or ended since {@code before}. */
  public boolean hasWorkedSince(PoolState before) {
    return active > 0
        || changed(completed, before.completed)
        || changed(active, before.active)
        || changed(queued, before.queued);
  }

  private static boolean changed(long now, long before) {
    return now != UNKNOWN && before != UNKNOWN && now != before;
  }
}
