package io.github.threadleak.proof.heap;

import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Frame;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.ThreadName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a heap dump proves. Immutable.
 *
 * @param bytes the size of the dump
 * @param objects how many objects are in it
 * @param unexplained objects that no root in the dump leads to: garbage, if no collection came
 *     before the dump
 * @param platform platform threads looked at, the agent's own left out
 * @param virtual virtual threads looked at
 * @param proven threads that nothing could wake
 * @param heldWeakly threads that only a weak reference of the application's leads to
 * @param live threads that run, end their wait by themselves or can be woken
 * @param undecided threads counted as live because the dump does not say what they wait for, by the
 *     reason why
 * @param agentData whether the dump has the data of an agent, and spawn sites with it
 * @param groups proven threads first, then those held weakly; most numerous first
 */
public record Findings(
    long bytes,
    long objects,
    long unexplained,
    long platform,
    long virtual,
    long proven,
    long heldWeakly,
    long live,
    Map<String, Integer> undecided,
    boolean agentData,
    List<Group> groups) {

  /**
   * Threads of one kind that come from one site and are parked in one place.
   *
   * @param weakly true where they are held weakly, and so not proven
   * @param blockerClass the class that a reader knows what they wait for by; null where the dump
   *     does not say
   * @param objects how many objects they are parked on; 0 where that is not known
   * @param siteId null where the spawn is not known
   * @param culprit the line to blame; null where the spawn was not seen
   * @param spawnedAt the culprit as a stack trace shows it, or why it is not known
   * @param spawnStack top first; empty where it is not known
   * @param parkedStack top first
   * @param examples a few of the threads
   * @param threadIds all of them
   */
  public record Group(
      long count,
      Kind kind,
      boolean weakly,
      Reason reason,
      @Nullable String blockerClass,
      int objects,
      @Nullable String siteId,
      @Nullable Frame culprit,
      String spawnedAt,
      List<Frame> spawnStack,
      List<Frame> parkedStack,
      List<ThreadName> examples,
      List<Long> threadIds) {

    /** The rest of the group; null where nothing is left of it. */
    @Nullable Group without(Set<Long> gone) {
      List<Long> left = threadIds.stream().filter(id -> !gone.contains(id)).toList();
      return left.isEmpty()
          ? null
          : new Group(
              left.size(),
              kind,
              weakly,
              reason,
              blockerClass,
              objects,
              siteId,
              culprit,
              spawnedAt,
              spawnStack,
              parkedStack,
              examples.stream().filter(example -> !gone.contains(example.threadId())).toList(),
              left);
    }
  }

  /**
   * The findings without threads that were seen to have moved since: something did wake them.
   *
   * @param gone ids of proven threads
   */
  public Findings without(Set<Long> gone) {
    if (gone.isEmpty()) {
      return this;
    }
    List<Group> left = new ArrayList<>();
    for (Group group : groups) {
      Group rest = group.without(gone);
      if (rest != null) {
        left.add(rest);
      }
    }
    Map<String, Integer> reasons = new TreeMap<>(undecided);
    reasons.merge("it moved after the dump was taken", gone.size(), Integer::sum);
    return new Findings(
        bytes,
        objects,
        unexplained,
        platform,
        virtual,
        proven - gone.size(),
        heldWeakly,
        live,
        reasons,
        agentData,
        left);
  }

  /** Threads looked at. */
  public long threads() {
    return platform + virtual;
  }

  /** Threads whose wait could not be read. */
  public long undecidedThreads() {
    return undecided.values().stream().mapToLong(Integer::longValue).sum();
  }
}
