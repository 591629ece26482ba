package io.github.threadleak.snapshot;

import io.github.threadleak.site.Site;
import org.jspecify.annotations.Nullable;

/**
 * The pool of a group of threads.
 *
 * @param type its class
 * @param name its name, null where the group has threads of several pools
 * @param pools how many pools the group's threads are of
 * @param site where it was constructed
 */
public record PoolFacts(String type, @Nullable String name, int pools, Site site) {}
