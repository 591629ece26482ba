package io.github.threadleak.snapshot;

/**
 * The object that threads are parked on.
 *
 * @param className its class
 * @param identity its identity hash, the same while the object lives; 0 where the threads of a
 *     group are parked on several
 * @param shared threads of the group parked on this one object; 0 where they are parked on several
 */
public record Blocker(String className, int identity, long shared) {}
