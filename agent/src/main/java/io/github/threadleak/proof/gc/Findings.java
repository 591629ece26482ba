package io.github.threadleak.proof.gc;

import io.github.threadleak.census.LongSet;
import io.github.threadleak.site.Frame;
import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.ThreadName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is proven, by thread and by site. Safe for use by many threads. */
final class Findings {
  private static final int EXAMPLES = 5;

  // Guarded by this.
  private final Map<Site, OfSite> sites = new LinkedHashMap<>();
  private LongSet proven = new LongSet();
  private LongSet gone = new LongSet();
  private final List<Site> news = new ArrayList<>();
  private long ever;

  private static final class OfSite {
    LongSet ids = new LongSet();
    final List<ThreadName> examples = new ArrayList<>();
    List<Frame> stack = List.of();
    long letGo;

    /** Of {@link #ids}. */
    long gone;

    long proven() {
      return ids.size() - gone;
    }
  }

  synchronized boolean isProven(long id) {
    return proven.contains(id) && !gone.contains(id);
  }

  /** How many were proven since the start. */
  synchronized long ever() {
    return ever;
  }

  synchronized void add(Guard guard, List<Frame> stack) {
    if (!proven.add(guard.id())) {
      return;
    }
    ever++;
    OfSite its = sites.get(guard.site);
    if (its == null) {
      its = new OfSite();
      sites.put(guard.site, its);
      news.add(guard.site);
    }
    its.ids.add(guard.id());
    if (its.examples.size() < EXAMPLES) {
      its.examples.add(guard.name);
    }
    if (!stack.isEmpty()) {
      its.stack = stack;
    }
  }

  /** Sites of which a thread was proven for the first time since this was last asked. */
  synchronized List<Site> news() {
    List<Site> fresh = List.copyOf(news);
    news.clear();
    return fresh;
  }

  /** Whether a thread of that site has been proven and is there, or was let go. */
  synchronized boolean has(Site site) {
    return sites.containsKey(site);
  }

  /** Notes that a proven thread is gone for good. */
  synchronized void letGo(Guard guard) {
    OfSite its = sites.get(guard.site);
    if (its != null && gone.add(guard.id())) {
      its.letGo++;
      its.gone++;
    }
  }

  /** The proven threads now. */
  synchronized LongSet ids() {
    return copy(proven);
  }

  /** Forgets those that were proven before and do not wait any more: they have ended, or run. */
  synchronized void keep(LongSet before, LongSet waiting) {
    proven = kept(proven, before, waiting);
    for (OfSite its : sites.values()) {
      its.ids = kept(its.ids, before, waiting);
      its.gone = 0;
      its.examples.removeIf(example -> its.letGo == 0 && !its.ids.contains(example.threadId()));
    }
    sites.values().removeIf(its -> its.ids.size() == 0 && its.letGo == 0);
    gone = new LongSet();
  }

  synchronized List<Finding> list() {
    List<Finding> list = new ArrayList<>();
    sites.forEach(
        (site, its) ->
            list.add(
                new Finding(site, its.proven(), its.letGo, List.copyOf(its.examples), its.stack)));
    list.sort(Comparator.comparingLong((Finding finding) -> -finding.proven() - finding.letGo()));
    return list;
  }

  private LongSet kept(LongSet ids, LongSet before, LongSet waiting) {
    LongSet kept = new LongSet();
    ids.forEach(
        id -> {
          if (!gone.contains(id) && (!before.contains(id) || waiting.contains(id))) {
            kept.add(id);
          }
        });
    return kept;
  }

  private static LongSet copy(LongSet ids) {
    LongSet copy = new LongSet();
    ids.forEach(copy::add);
    return copy;
  }
}
