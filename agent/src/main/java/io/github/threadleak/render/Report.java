package io.github.threadleak.render;

import io.github.threadleak.snapshot.Group;
import io.github.threadleak.snapshot.Grouping;
import io.github.threadleak.snapshot.Snapshot;
import java.util.List;

/**
 * A snapshot together with what was asked for.
 *
 * @param exact whether every thread's stack was to be read
 * @param filters as the client wrote them, such as {@code kind=virtual}
 */
public record Report(
    Profile profile,
    Snapshot snapshot,
    Grouping grouping,
    boolean exact,
    List<String> filters,
    Json.Head head) {

  /** Whether the group's count is a sample's, scaled up. */
  boolean isScaled(Group group) {
    return grouping == Grouping.PARKED && group.sampled();
  }

  boolean hasScaledCounts() {
    for (Group group : snapshot.groups()) {
      if (isScaled(group)) {
        return true;
      }
    }
    return false;
  }
}
