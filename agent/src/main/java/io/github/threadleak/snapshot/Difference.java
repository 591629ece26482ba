package io.github.threadleak.snapshot;

import java.time.Instant;
import java.util.List;

/**
 * What has changed since a baseline, by site.
 *
 * @param grown sites with more live threads than then, the one that grew most first
 * @param shrunk sites with fewer, the one that shrank most first
 */
public record Difference(
    Marked since, Instant time, List<SiteChange> grown, List<SiteChange> shrunk) {}
