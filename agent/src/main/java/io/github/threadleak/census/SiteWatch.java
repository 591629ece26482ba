package io.github.threadleak.census;

import io.github.threadleak.jvm.PoolReader;
import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.PoolTable;
import io.github.threadleak.registry.Registry;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.verdict.Chronicle;
import io.github.threadleak.verdict.Detector;
import io.github.threadleak.verdict.Growth;
import io.github.threadleak.verdict.SiteTally;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Feeds the history of each site from the books. Workers of a pool that has no more than so many
 * threads are counted as one, since such a pool fills up and stops: what can leak there is pools.
 * Idle workers that end by themselves within minutes are left out. For the census thread.
 */
final class SiteWatch {
  private final Books books;
  private final SiteTable sites;
  private final Chronicle<Site> chronicle;

  SiteWatch(Books books, SiteTable sites, Chronicle<Site> chronicle) {
    this.books = books;
    this.sites = sites;
    this.chronicle = chronicle;
  }

  /** One visit to every entry. */
  final class Sweep {
    private final Round round;
    private final Chronicle<Site>.Look look;
    private final @Nullable SiteTally[] tallies = new SiteTally[books.variants().limit()];
    private final boolean[] known = new boolean[tallies.length];

    /**
     * Since when a bounded pool has had threads; {@link Integer#MAX_VALUE} for an unbounded one.
     */
    private final Map<Integer, Integer> pools = new HashMap<>();

    Sweep(Round round) {
      this.round = round;
      look = chronicle.look(round.now());
    }

    void visit(Registry.Entry entry) {
      int home = books.home(entry.pool, entry.variant);
      SiteTally tally = tallyOf(home);
      if (tally == null) {
        return;
      }
      tally.addThreads(1);
      if (entry.started == 0 || round.isEnding(entry.id)) {
        return;
      }
      PoolTable.Pool pool = books.pools().at(entry.pool);
      if (pool == null || !pool.workers || !isBounded(entry.pool, pool, entry.started)) {
        look.add(tally, entry.started, false);
      }
    }

    /** Null where nothing is known of the spawn. */
    private @Nullable SiteTally tallyOf(int home) {
      if (!known[home]) {
        known[home] = true;
        Site site = sites.variant(home).site();
        tallies[home] = site.origin() == Site.Origin.SPAWNED ? look.at(site) : null;
      }
      return tallies[home];
    }

    private boolean isBounded(int index, PoolTable.Pool pool, int started) {
      Integer since = pools.get(index);
      if (since == null) {
        Object executor = pool.executor();
        boolean bounded = executor != null && PoolReader.isBounded(executor);
        since = bounded ? started : Integer.MAX_VALUE;
        pools.put(index, since);
      } else if (since != Integer.MAX_VALUE && started < since) {
        since = started;
        pools.put(index, since);
      }
      return since != Integer.MAX_VALUE;
    }

    /** Adds this sweep to the history. */
    Map<Site, Growth> end() {
      pools.forEach(
          (index, since) -> {
            PoolTable.Pool pool = books.pools().at(index);
            SiteTally tally = pool == null ? null : tallyOf(pool.variant);
            if (since != Integer.MAX_VALUE && tally != null) {
              look.add(tally, since, true);
            }
          });
      return look.end();
    }

    /** The sites that have started enough threads to have stuck ones. */
    Set<Site> several() {
      Map<Site, Long> started = new HashMap<>();
      for (int home = 0; home < tallies.length; home++) {
        SiteTally tally = tallies[home];
        if (tally != null) {
          long count = Math.max(tally.threads(), books.variants().started(home));
          started.merge(sites.variant(home).site(), count, Long::sum);
        }
      }
      started.values().removeIf(count -> count < Detector.SEVERAL);
      return new HashSet<>(started.keySet());
    }
  }
}
