package io.github.threadleak.snapshot;

import io.github.threadleak.site.Site;
import org.jspecify.annotations.Nullable;

/**
 * The pool of a group of threads.
 *
 * @param type its class
 * @param name its name, null where the group has threads of several pools
 * @param pools how many pools the group's threads are of
 * @param shutdown true where all of them are shut down, false where one is not; null where that
 *     cannot be told
 * @param idle true where the threads are workers that wait for work, not in a task
 * @param site where it was constructed
 */
public record PoolFacts(
    String type,
    @Nullable String name,
    int pools,
    @Nullable Boolean shutdown,
    boolean idle,
    Site site) {}
