package io.github.threadleak.snapshot;

import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Threads of one kind that come from one site and are in one place.
 *
 * @param count how many; exact
 * @param state null where the JDK has no list that the threads are in
 * @param age null where not one start was seen
 * @param spawn null where the spawn was not seen; then {@code spawnUnknown} says why
 * @param parkedStack top first; empty for a thread without Java frames
 * @param sampled true where the stack was read from a few threads of the group
 * @param parent the thread that started them, null where there were several
 * @param examples a few of the threads
 */
public record Group(
    long count,
    Kind kind,
    Thread.@Nullable State state,
    Reason reason,
    Verdict verdict,
    @Nullable Ages age,
    @Nullable Spawn spawn,
    @Nullable String spawnUnknown,
    List<Frame> parkedStack,
    boolean sampled,
    @Nullable Blocker blocker,
    @Nullable PoolFacts pool,
    @Nullable ThreadName parent,
    List<ThreadName> examples) {}
