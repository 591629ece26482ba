package io.github.threadleak.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * For how long the threads of a group have been in one and the same park, as far as censuses can
 * tell. Every duration is a lower bound: a thread was parked at that moment and has not run since.
 *
 * @param duration over the threads whose duration is known; null where there are none
 * @param seen threads that were found parked alike by two censuses, of which the JVM does not tell
 *     whether they ran in between: their duration reads {@code seen parked}
 */
public record Parked(@Nullable Spread duration, long seen) {}
