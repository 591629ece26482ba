package io.github.threadleak.snapshot;

import io.github.threadleak.parking.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the live threads were doing when a census last looked: counts by state, and by what they are
 * parked on. The first are exact, the second are told by a few threads of each group.
 *
 * @param leaks what it took for leaked, strongest verdict first, then the most numerous
 */
public record ThreadCounts(
    Map<Kind, Map<Thread.State, Long>> byState,
    Map<Kind, Map<Reason, Long>> byReason,
    List<Leak> leaks) {
  public static final ThreadCounts NONE = new ThreadCounts(Map.of(), Map.of(), List.of());

  /** All of it in a few numbers, for a history. */
  public TotalsPoint total(Instant time) {
    long leaked = 0;
    for (Leak leak : leaks) {
      leaked += leak.count();
    }
    return new TotalsPoint(time, total(Kind.PLATFORM), total(Kind.VIRTUAL), leaked);
  }

  private long total(Kind kind) {
    long total = 0;
    for (long count : byState.getOrDefault(kind, Map.of()).values()) {
      total += count;
    }
    return total;
  }
}
