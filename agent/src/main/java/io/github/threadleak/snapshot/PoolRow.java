package io.github.threadleak.snapshot;

import io.github.threadleak.site.Site;
import org.jspecify.annotations.Nullable;

/**
 * The pools of one class from one place of construction. Numbers of threads and tasks are sums over
 * those pools, and -1 where one of the pools does not tell.
 *
 * @param type the executor's class
 * @param role what the JDK has it for; null for an application's own
 * @param threadNames what the names of its live threads begin with, each number a {@code *}; null
 *     where none is alive or they have nothing in common
 * @param pools how many there are; each is in at most one of the next four
 * @param busy take tasks, and run one at least
 * @param idle take tasks, and run none
 * @param shutdown take no more tasks, and have not ended
 * @param terminated have ended, and are still referred to
 * @param unread of which the JDK does not tell whether they take tasks
 * @param threads their live threads
 * @param active threads that run a task
 * @param queued tasks that wait for a thread, or for their time
 * @param lastWorked how long ago they were last seen to work, at least; null where none of them was
 * @param neverWorked pools that were not given a task since they were constructed
 * @param constructed the place and one full stack of the construction
 */
public record PoolRow(
    String type,
    @Nullable PoolRole role,
    @Nullable String threadNames,
    long pools,
    long busy,
    long idle,
    long shutdown,
    long terminated,
    long unread,
    long threads,
    long active,
    long queued,
    @Nullable Spread lastWorked,
    long neverWorked,
    Site.Variant constructed) {

  /** The class of the executor without its package. */
  public String simpleType() {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  /** Threads that wait for a task; -1 where that is not known. */
  public long idleThreads() {
    return threads < 0 || active < 0 ? -1 : Math.max(0, threads - active);
  }
}
