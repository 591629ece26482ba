package io.github.threadleak.snapshot;

import java.time.Instant;
import java.util.List;

/**
 * All live threads, grouped; most numerous group first.
 *
 * @param platform live platform threads in the groups
 * @param virtual live virtual threads in the groups
 * @param totals the books at the same time; they count what a filter has left out too
 */
public record Snapshot(
    Instant time, long platform, long virtual, Totals totals, List<Group> groups) {}
