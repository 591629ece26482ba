package io.github.threadleak.snapshot;

import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Frame;
import io.github.threadleak.site.Site;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One live thread, for a dump that shows each.
 *
 * @param ageSeconds null where its start was not seen
 * @param site where it comes from, with its origin where the spawn was not seen
 * @param parent the thread that started it, null where that is not known
 */
public record Sighting(
    long threadId,
    String name,
    Kind kind,
    Reason reason,
    List<Frame> stack,
    @Nullable Blocker blocker,
    @Nullable Double ageSeconds,
    Site site,
    @Nullable ThreadName parent) {}
