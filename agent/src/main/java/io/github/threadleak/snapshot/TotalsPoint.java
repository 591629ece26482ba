package io.github.threadleak.snapshot;

import java.time.Instant;

/**
 * What one census counted.
 *
 * @param platform live platform threads
 * @param virtual live virtual threads
 * @param leaked those of both that it took for leaked
 */
public record TotalsPoint(Instant time, long platform, long virtual, long leaked) {}
