package io.github.threadleak.snapshot;

import org.jspecify.annotations.Nullable;

/** A thread by id and, where it is known, name. */
public record ThreadName(long threadId, @Nullable String name) {}
