package io.github.threadleak.snapshot;

import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Frame;
import io.github.threadleak.site.Site;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One live thread, for a dump that shows each.
 *
 * @param daemon as {@code Thread.isDaemon} says; true for every virtual thread
 * @param verdictDetail what the verdict rests on, in words; null where the verdict says it all
 * @param parkedSeconds a lower bound of how long it has been in one and the same park; null where
 *     that is not known
 * @param seenParked true where censuses saw it parked alike and the JVM does not tell whether it
 *     ran in between
 * @param ageSeconds null where its start was not seen
 * @param site where it comes from, with its origin where the spawn was not seen
 * @param spawnStack where it was started, top first; empty where that was not captured
 * @param parent the thread that started it, null where that is not known
 */
public record Sighting(
    long threadId,
    String name,
    Kind kind,
    Thread.State state,
    boolean daemon,
    int priority,
    Reason reason,
    Verdict verdict,
    @Nullable String verdictDetail,
    @Nullable Double parkedSeconds,
    boolean seenParked,
    List<Frame> stack,
    @Nullable Blocker blocker,
    @Nullable Double ageSeconds,
    Site site,
    List<Frame> spawnStack,
    @Nullable ThreadName parent) {}
