package io.github.threadleak.snapshot;

import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Threads of one kind that come from one site and are in one place.
 *
 * @param count how many; exact, but for groups by {@link Grouping#PARKED} that are sampled, where
 *     it is scaled from the samples
 * @param state null where the JDK has no list that the threads are in
 * @param verdictDetail what the verdict rests on, in words; null where the verdict says it all
 * @param age since the threads were started; null where not one start was seen
 * @param parked null where no census has seen them parked
 * @param spawn null where the spawn was not seen, and where threads of several sites are together;
 *     then {@code spawnUnknown} says which
 * @param parkedStack top first; empty for a thread without Java frames, and for groups by {@link
 *     Grouping#SPAWN}
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
    @Nullable String verdictDetail,
    @Nullable Spread age,
    @Nullable Parked parked,
    @Nullable Spawn spawn,
    @Nullable String spawnUnknown,
    List<Frame> parkedStack,
    boolean sampled,
    @Nullable Blocker blocker,
    @Nullable PoolFacts pool,
    @Nullable ThreadName parent,
    List<ThreadName> examples) {}
