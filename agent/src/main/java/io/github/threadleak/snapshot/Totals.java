package io.github.threadleak.snapshot;

/**
 * Threads by the books: live is started minus ended, and minus {@code vanished} for virtual
 * threads.
 */
public record Totals(
    long platform,
    long virtual,
    long startedPlatform,
    long startedVirtual,
    long endedPlatform,
    long endedVirtual,
    long vanished) {}
