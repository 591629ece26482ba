package io.github.threadleak.snapshot;

/**
 * The pools of one of the JDK's classes, by state; each pool is in at most one.
 *
 * @param type the simple name of the JDK's class
 * @param shutdown shut down, and not terminated
 * @param busyThreads threads that run a task
 * @param idleThreads threads that wait for one
 */
public record PoolCount(
    String type,
    long busy,
    long idle,
    long shutdown,
    long terminated,
    long busyThreads,
    long idleThreads) {}
