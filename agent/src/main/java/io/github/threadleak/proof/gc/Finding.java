package io.github.threadleak.proof.gc;

import io.github.threadleak.site.Frame;
import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.ThreadName;
import java.util.List;

/**
 * What was proven of one site. Immutable.
 *
 * @param proven its live threads that nothing can wake any more
 * @param letGo those that were proven and then given to the collector since the agent started
 * @param examples a few of them
 * @param parkedStack the stack of one of them, top first
 */
public record Finding(
    Site site, long proven, long letGo, List<ThreadName> examples, List<Frame> parkedStack) {}
