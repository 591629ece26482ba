package io.github.threadleak.parking;

import org.jspecify.annotations.Nullable;

/**
 * What a thread is parked on.
 *
 * @param blockerClass the class that a reader knows the blocker by: a queue rather than the
 *     condition inside it; null where there is no blocker
 */
public record Classification(Reason reason, @Nullable String blockerClass) {}
