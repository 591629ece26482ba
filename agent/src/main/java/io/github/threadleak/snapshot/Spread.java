package io.github.threadleak.snapshot;

/** How the durations of a group's threads are spread, in seconds. */
public record Spread(double minSeconds, double medianSeconds, double maxSeconds) {}
