package io.github.threadleak.census;

import io.github.threadleak.parking.Classifier;
import io.github.threadleak.parking.Reason;
import io.github.threadleak.registry.Clock;
import io.github.threadleak.registry.PoolTable;
import io.github.threadleak.site.Frame;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.snapshot.Blocker;
import io.github.threadleak.snapshot.Group;
import io.github.threadleak.snapshot.PoolFacts;
import io.github.threadleak.snapshot.Spawn;
import io.github.threadleak.snapshot.Spread;
import io.github.threadleak.snapshot.ThreadName;
import io.github.threadleak.snapshot.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the threads of one {@link Lookout.GroupKey}. A small group has every stack read and
 * falls apart into one group for each; a large one is shown with the stack that most of its first
 * threads have. For one thread.
 */
final class GroupBuilder {
  /** Up to here a group's threads are all kept, and their stacks all read. */
  private static final int READ_ALL = 64;

  private static final int SAMPLES = 16;
  private static final int EXAMPLES = 5;

  private final Lookout.GroupKey key;
  private final SiteTable sites;
  private final boolean exact;
  private final List<Member> members = new ArrayList<>();
  private final Part whole = new Part();

  private record Member(Lookout.Known known, @Nullable Object blocker) {}

  GroupBuilder(Lookout.GroupKey key, SiteTable sites, boolean exact) {
    this.key = key;
    this.sites = sites;
    this.exact = exact;
  }

  void add(Lookout.Known known, @Nullable Object blocker) {
    if (exact || members.size() <= READ_ALL) {
      members.add(new Member(known, blocker));
    }
    if (!exact) {
      whole.add(known, blocker);
    }
  }

  /** Adds one or more finished groups to {@code groups}. */
  void build(Filter filter, Lookout.Names names, int now, List<Group> groups) {
    if (exact || whole.count <= READ_ALL) {
      Map<List<Frame>, Part> byStack = new LinkedHashMap<>();
      for (Member member : members) {
        List<Frame> stack = Lookout.stackOf(member.known.thread());
        byStack.computeIfAbsent(stack, s -> new Part()).add(member.known, member.blocker);
      }
      byStack.forEach((stack, part) -> addGroup(part, stack, false, filter, names, now, groups));
    } else {
      addGroup(whole, mostCommonStack(), true, filter, names, now, groups);
    }
  }

  private List<Frame> mostCommonStack() {
    Map<List<Frame>, Integer> votes = new HashMap<>();
    List<Frame> most = List.of();
    int mostVotes = 0;
    for (Member member : members.subList(0, SAMPLES)) {
      List<Frame> stack = Lookout.stackOf(member.known.thread());
      int now = votes.merge(stack, 1, Integer::sum);
      if (now > mostVotes) {
        most = stack;
        mostVotes = now;
      }
    }
    return most;
  }

  private void addGroup(
      Part part,
      List<Frame> stack,
      boolean sampled,
      Filter filter,
      Lookout.Names names,
      int now,
      List<Group> groups) {
    Reason reason =
        Classifier.classify(
                key.state(),
                key.blockerClass() == null ? null : key.blockerClass().getName(),
                stack)
            .reason();
    Verdict verdict = reason == Reason.IDLE_POOL_WORKER ? Verdict.IDLE : Verdict.OK;
    if (!filter.passesReason(reason) || !filter.passesVerdict(verdict)) {
      return;
    }
    boolean seen = key.site().origin() == Site.Origin.SPAWNED;
    groups.add(
        new Group(
            part.count,
            key.kind(),
            key.state(),
            reason,
            verdict,
            null,
            part.ages(now),
            null,
            seen ? part.spawn(key.site(), sites) : null,
            seen ? null : key.site().origin().words(),
            List.copyOf(stack),
            sampled,
            part.blocker(),
            part.pool(sites, verdict == Verdict.IDLE),
            part.parentId > 0 ? names.of(part.parentId) : null,
            List.copyOf(part.examples)));
  }

  /** The sums over some threads of the group. */
  private static final class Part {
    private static final long SEVERAL = -1;

    private long count;
    private int[] starts = new int[4];
    private int startsSeen;
    private long parentId;
    private @Nullable Object blocker;
    private boolean oneBlocker = true;
    private final Set<Integer> variants = new HashSet<>();
    private Lookout.@Nullable Known first;
    private PoolTable.@Nullable Pool pool;
    private final Set<PoolTable.Pool> pools = new HashSet<>();
    private final List<ThreadName> examples = new ArrayList<>();

    @SuppressWarnings("ReferenceEquality") // one and the same blocker is the question
    void add(Lookout.Known known, @Nullable Object itsBlocker) {
      if (count == 0) {
        first = known;
        parentId = known.parentId();
        blocker = itsBlocker;
      } else {
        parentId = parentId == known.parentId() ? parentId : SEVERAL;
        oneBlocker &= blocker == itsBlocker;
      }
      count++;
      if (known.started() != 0) {
        if (startsSeen == starts.length) {
          starts = Arrays.copyOf(starts, startsSeen * 2);
        }
        starts[startsSeen++] = known.started();
      }
      variants.add(known.variant());
      if (known.pool() != null) {
        pool = known.pool();
        pools.add(known.pool());
      }
      if (examples.size() < EXAMPLES) {
        examples.add(new ThreadName(known.id(), known.thread().getName()));
      }
    }

    @Nullable Spread ages(int now) {
      if (startsSeen == 0) {
        return null;
      }
      int[] sorted = Arrays.copyOf(starts, startsSeen);
      Arrays.sort(sorted);
      return new Spread(
          Clock.secondsBetween(sorted[startsSeen - 1], now),
          Clock.secondsBetween(sorted[startsSeen / 2], now),
          Clock.secondsBetween(sorted[0], now));
    }

    @Nullable Spawn spawn(Site site, SiteTable sites) {
      Lookout.Known known = first;
      if (known == null) {
        return null;
      }
      boolean worker = known.pool() != null && known.pool().workers;
      List<Frame> growth = worker ? sites.variant(known.variant()).stack() : null;
      return new Spawn(site, known.home().stack(), worker ? 1 : variants.size(), growth);
    }

    @Nullable Blocker blocker() {
      if (blocker == null) {
        return null;
      }
      return oneBlocker
          ? Lookout.blockerOf(blocker, count)
          : new Blocker(blocker.getClass().getName(), 0, 0, -1, null);
    }

    @Nullable PoolFacts pool(SiteTable sites, boolean idle) {
      return pool == null
          ? null
          : PoolNames.factsOf(pools, idle, sites.variant(pool.variant).site());
    }
  }
}
