package io.github.threadleak.census;

import io.github.threadleak.site.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the threads of one {@link GroupKey}. A small group has every stack read and falls apart
 * into one part for each; a large one first falls apart by the objects that most are parked on, and
 * each part is shown with the stack that most of its first threads have. For one thread.
 */
final class GroupBuilder {
  /** Up to here a group's threads are all kept, and their stacks all read. */
  private static final int READ_ALL = 64;

  private static final int SAMPLES = 16;

  /** Each group is left this many where there are too many groups to read more. */
  private static final int FEWEST_SAMPLES = 4;

  /** Stacks read as samples in all, about. */
  private static final int ALL_SAMPLES = 1 << 14;

  /** Objects whose threads are told apart; those of further ones are one part. */
  private static final int OBJECTS = 8;

  private final GroupKey key;
  private final boolean exact;
  private final List<Bundle> bundles = new ArrayList<>(2);
  private final Map<List<Frame>, Part> byStack = new HashMap<>();
  private long count;

  /** Threads parked on one object, or on any but the first few. */
  private static final class Bundle {
    final Part part = new Part();
    final List<Seen> members = new ArrayList<>(2);

    void add(Seen seen) {
      part.add(seen);
      if (members.size() < READ_ALL) {
        members.add(seen.copy());
      }
    }
  }

  /** Threads with one stack. */
  record Finished(GroupKey key, Part part, List<Frame> stack, boolean sampled, Votes votes) {}

  /** How many of the stacks that were read were which; empty where all were. */
  record Votes(Map<List<Frame>, Integer> byStack, int read) {
    static final Votes NONE = new Votes(Map.of(), 0);
  }

  GroupBuilder(GroupKey key, boolean exact) {
    this.key = key;
    this.exact = exact;
  }

  GroupKey key() {
    return key;
  }

  /** Adds a thread; with {@code exact} its stack is read now. */
  void add(Seen seen, StackReader stacks, MonitorFinder monitors) {
    count++;
    if (exact) {
      List<Frame> stack = stacks.read(seen.thread);
      monitors.find(seen, stack);
      byStack.computeIfAbsent(stack, s -> new Part()).add(seen);
    } else {
      bundleOf(seen.identity).add(seen);
    }
  }

  private Bundle bundleOf(int identity) {
    for (int i = 0; i < bundles.size(); i++) {
      Bundle bundle = bundles.get(i);
      if (i == OBJECTS || bundle.part.model().identity == identity) {
        return bundle;
      }
    }
    Bundle added = new Bundle();
    bundles.add(added);
    return added;
  }

  /** Takes in what another thread has collected for the same key. */
  void absorb(GroupBuilder other) {
    count += other.count;
    other.byStack.forEach(
        (stack, part) -> byStack.computeIfAbsent(stack, s -> new Part()).absorb(part));
    for (Bundle bundle : other.bundles) {
      Bundle into = bundleOf(bundle.part.model().identity);
      into.part.absorb(bundle.part);
      for (Seen member : bundle.members) {
        if (into.members.size() < READ_ALL) {
          into.members.add(member);
        }
      }
    }
  }

  /**
   * The parts, each with its stack.
   *
   * @param groups how many there are to finish
   */
  void finish(StackReader stacks, MonitorFinder monitors, int groups, List<Finished> finished) {
    if (exact) {
      byStack.forEach(
          (stack, part) -> finished.add(new Finished(key, part, stack, false, Votes.NONE)));
    } else if (count <= READ_ALL) {
      Map<List<Frame>, Part> read = new LinkedHashMap<>();
      for (Bundle bundle : bundles) {
        for (Seen member : bundle.members) {
          List<Frame> stack = stacks.read(member.thread);
          monitors.find(member, stack);
          read.computeIfAbsent(stack, s -> new Part()).add(member);
        }
      }
      read.forEach(
          (stack, part) -> finished.add(new Finished(key, part, stack, false, Votes.NONE)));
    } else {
      int samples = Math.max(FEWEST_SAMPLES, Math.min(SAMPLES, ALL_SAMPLES / groups));
      for (Bundle bundle : bundles) {
        finished.add(sampled(bundle, stacks, monitors, samples));
      }
    }
  }

  private Finished sampled(Bundle bundle, StackReader stacks, MonitorFinder monitors, int samples) {
    Map<List<Frame>, Integer> votes = new HashMap<>();
    List<Frame> most = List.of();
    int mostVotes = 0;
    List<Seen> asked = new ArrayList<>();
    int read = Math.min(samples, bundle.members.size());
    for (Seen member : bundle.members.subList(0, read)) {
      List<Frame> stack = stacks.read(member.thread);
      int now = votes.merge(stack, 1, Integer::sum);
      if (now > mostVotes) {
        most = stack;
        mostVotes = now;
      }
      if (monitors.find(member, stack)) {
        asked.add(member);
      }
    }
    bundle.part.sampledMonitors(asked);
    boolean sampled = bundle.part.count > read;
    return new Finished(key, bundle.part, most, sampled, new Votes(votes, read));
  }
}
