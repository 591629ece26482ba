package io.github.threadleak.snapshot;

/** How long ago the threads of a group were started, in seconds. */
public record Ages(double minSeconds, double medianSeconds, double maxSeconds) {}
