package io.github.threadleak.snapshot;

import io.github.threadleak.site.Frame;
import io.github.threadleak.site.Site;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the threads of a group come from.
 *
 * @param site the place that is counted: where the pool was constructed for a pool's workers, else
 *     where they were spawned
 * @param stack one full stack of that place
 * @param variants distinct stacks seen in this group
 * @param inferred whether the site of some of these threads was inferred from the class of their
 *     task
 * @param growth for a pool's workers, a stack that made the pool grow
 */
public record Spawn(
    Site site, List<Frame> stack, int variants, boolean inferred, @Nullable List<Frame> growth) {}
