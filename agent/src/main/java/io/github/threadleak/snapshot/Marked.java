package io.github.threadleak.snapshot;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A baseline, without its counts.
 *
 * @param name the user's; null where none was given
 * @param sites that had live threads
 * @param threads live at those
 */
public record Marked(String id, @Nullable String name, Instant time, int sites, long threads) {}
