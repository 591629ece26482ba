package io.github.threadleak.snapshot;

/**
 * How the live threads of a site have grown, by the last census.
 *
 * @param perHour the slope, in threads an hour
 * @param overSeconds the window that it was taken over
 * @param ofPools true where pools were counted instead of threads, since each has no more than so
 *     many
 * @param suspicious true where that is more than chance
 */
public record SiteGrowth(double perHour, double overSeconds, boolean ofPools, boolean suspicious) {}
