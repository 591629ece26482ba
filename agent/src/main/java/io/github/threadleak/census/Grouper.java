package io.github.threadleak.census;

import io.github.threadleak.parking.Classification;
import io.github.threadleak.parking.Classifier;
import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Frame;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.snapshot.Blocker;
import io.github.threadleak.snapshot.Group;
import io.github.threadleak.snapshot.Grouping;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.PoolFacts;
import io.github.threadleak.snapshot.Spawn;
import io.github.threadleak.verdict.Judge;
import io.github.threadleak.verdict.Judgement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes groups of what was collected: puts the parts together that the wanted grouping does not
 * tell apart, and says of each what it waits for, who holds that, and what to think of it. For one
 * thread.
 */
final class Grouper {
  private final Filter filter;
  private final Grouping grouping;
  private final SiteTable sites;
  private final Names names;
  private final Deadlocks deadlocks;
  private final Judge judge;
  private final int now;

  Grouper(
      Filter filter,
      Grouping grouping,
      SiteTable sites,
      Names names,
      Deadlocks deadlocks,
      Judge judge,
      int now) {
    this.filter = filter;
    this.grouping = grouping;
    this.sites = sites;
    this.names = names;
    this.deadlocks = deadlocks;
    this.judge = judge;
    this.now = now;
  }

  /** A stack and what it means, with the threads that have it. */
  private static final class Shown {
    final Part part = new Part();
    final List<Frame> stack;
    final Judgement judgement;
    Reason reason;
    boolean sampled;
    long count;

    Shown(List<Frame> stack, Reason reason, Judgement judgement) {
      this.stack = stack;
      this.reason = reason;
      this.judgement = judgement;
    }
  }

  /** What the wanted grouping tells groups apart by; absent parts are null. */
  private record ShownKey(
      @Nullable GroupKey key,
      @Nullable Site site,
      Kind kind,
      Judgement judgement,
      @Nullable List<Frame> stack) {
    // By hand, as in Frame.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ShownKey shown
          && Objects.equals(key, shown.key)
          && Objects.equals(site, shown.site)
          && kind == shown.kind
          && judgement.equals(shown.judgement)
          && Objects.equals(stack, shown.stack);
    }

    @Override
    public int hashCode() {
      return (Objects.hashCode(key) * 31 + Objects.hashCode(site)) * 31 + Objects.hashCode(stack);
    }
  }

  /** The groups, in no order. */
  List<Group> groups(Collector collected) {
    List<GroupBuilder.Finished> finished = new ArrayList<>();
    Collection<GroupBuilder> builders = collected.builders();
    for (GroupBuilder builder : builders) {
      builder.finish(collected.stacks(), collected.monitors(), builders.size(), finished);
    }
    Map<ShownKey, Shown> shown = new LinkedHashMap<>();
    for (GroupBuilder.Finished part : finished) {
      if (grouping == Grouping.PARKED && part.sampled()) {
        spread(part, shown);
      } else {
        add(part, part.stack(), part.part().count, shown);
      }
    }
    List<Group> groups = new ArrayList<>(shown.size());
    for (Shown one : shown.values()) {
      groups.add(group(one));
    }
    return groups;
  }

  /** Shares the threads of a sampled part out among the stacks that its samples had. */
  private void spread(GroupBuilder.Finished part, Map<ShownKey, Shown> shown) {
    long left = part.part().count;
    int votesLeft = part.votes().read();
    for (Map.Entry<List<Frame>, Integer> vote : part.votes().byStack().entrySet()) {
      long share = left * vote.getValue() / votesLeft;
      left -= share;
      votesLeft -= vote.getValue();
      add(part, vote.getKey(), share, shown);
    }
  }

  private void add(
      GroupBuilder.Finished part, List<Frame> stack, long count, Map<ShownKey, Shown> shown) {
    GroupKey key = part.key();
    Reason reason =
        Classifier.classify(key.state(), part.part().model().blockerClass, stack).reason();
    Judgement judgement =
        judge.of(
            deadlocks.detail(key.deadlock()),
            key.standing(),
            key.site(),
            key.kind(),
            key.state(),
            part.part().model().blockerClass,
            reason);
    if (!filter.passesReason(reason) || !filter.passesVerdict(judgement.verdict())) {
      return;
    }
    Shown into =
        shown.computeIfAbsent(
            shownKey(key, judgement, stack),
            k -> new Shown(grouping == Grouping.SPAWN ? List.of() : stack, reason, judgement));
    into.reason = into.reason == reason ? reason : Reason.UNKNOWN;
    into.sampled |= part.sampled() && grouping != Grouping.SPAWN;
    into.count += count;
    into.part.absorb(part.part());
  }

  private ShownKey shownKey(GroupKey key, Judgement judgement, List<Frame> stack) {
    return switch (grouping) {
      case BOTH -> new ShownKey(key.withoutStanding(), null, key.kind(), judgement, stack);
      case SPAWN -> new ShownKey(null, key.site(), key.kind(), judgement, null);
      case PARKED -> new ShownKey(null, null, key.kind(), judgement, stack);
    };
  }

  private Group group(Shown shown) {
    Part part = shown.part;
    Seen model = part.model();
    Site site = model.home.site();
    boolean spawned = part.oneSite && site.origin() == Site.Origin.SPAWNED;
    return new Group(
        shown.count,
        part.kind(),
        part.oneState ? model.state : null,
        shown.reason,
        shown.judgement.verdict(),
        shown.judgement.detail(),
        part.ages(now),
        shown.reason == Reason.RUNNING ? null : part.parked(now),
        spawned ? spawn(part, site) : null,
        spawned ? null : part.oneSite ? site.origin().words() : "several sites",
        shown.stack,
        shown.sampled,
        blocker(shown),
        part.pools().isEmpty() ? null : pool(part, shown.reason == Reason.IDLE_POOL_WORKER),
        part.parentId() > 0 ? names.of(part.parentId()) : null,
        part.examples());
  }

  private Spawn spawn(Part part, Site site) {
    Seen model = part.model();
    boolean worker = model.pool != null && model.pool.workers;
    List<Frame> growth = worker ? sites.variant(model.variant).stack() : null;
    return new Spawn(
        site,
        model.home.stack(),
        worker ? 1 : part.variants(),
        !worker && part.hasInferred(),
        growth);
  }

  private @Nullable Blocker blocker(Shown shown) {
    Part part = shown.part;
    Seen model = part.model();
    int objects = part.objects();
    if (model.blockerClass == null || objects == 0 || !part.oneBlockerClass) {
      return null;
    }
    Classification told = Classifier.classify(model.state, model.blockerClass, shown.stack);
    String className = told.blockerClass() == null ? model.blockerClass : told.blockerClass();
    return objects == 1
        ? new Blocker(
            className, model.identity, shown.count, 1, Lookout.ownerOf(model, deadlocks, names))
        : new Blocker(className, 0, 0, objects, null);
  }

  private @Nullable PoolFacts pool(Part part, boolean idle) {
    Seen model = part.model();
    return model.pool == null
        ? null
        : PoolNames.factsOf(part.pools(), idle, sites.variant(model.pool.variant).site());
  }
}
