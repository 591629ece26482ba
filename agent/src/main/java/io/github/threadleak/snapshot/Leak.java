package io.github.threadleak.snapshot;

import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Site;
import org.jspecify.annotations.Nullable;

/**
 * Threads of one site that a census took for leaked.
 *
 * @param detail what the verdict rests on, in words; null where the verdict says it all
 * @param count how many; exact but for the reason, which is told by a few threads of each group
 */
public record Leak(
    Verdict verdict, @Nullable String detail, Site site, Kind kind, Reason reason, long count) {}
