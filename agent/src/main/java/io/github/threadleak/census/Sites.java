package io.github.threadleak.census;

import io.github.threadleak.registry.Books;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.snapshot.Difference;
import io.github.threadleak.snapshot.Leak;
import io.github.threadleak.snapshot.SiteChange;
import io.github.threadleak.snapshot.SiteDetail;
import io.github.threadleak.snapshot.SiteGrowth;
import io.github.threadleak.snapshot.SitePeaks;
import io.github.threadleak.snapshot.SiteRow;
import io.github.threadleak.snapshot.Verdict;
import io.github.threadleak.verdict.Growth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the spawn sites: their threads by the books, what the last census made of them,
 * how that has changed. It looks at no thread and reads no stack. Safe for use by many threads.
 */
public final class Sites {
  private static final Comparator<SiteRow> MOST_FIRST =
      Comparator.comparingLong(SiteRow::live).reversed().thenComparing(row -> row.site().id());

  private final Books books;
  private final SiteTable sites;
  private final Reconciler reconciler;
  private final Verdicts verdicts;
  private final Census census;
  private final Baselines baselines = new Baselines();

  public Sites(
      Books books, SiteTable sites, Reconciler reconciler, Verdicts verdicts, Census census) {
    this.books = books;
    this.sites = sites;
    this.reconciler = reconciler;
    this.verdicts = verdicts;
    this.census = census;
  }

  /** The sites with live threads that pass the filter, most numerous first; exact. */
  public List<SiteRow> rows(Filter filter) {
    Map<Site, Map<Verdict, Long>> leaked = leakedBySite();
    int now = books.clock().now();
    List<SiteRow> rows = new ArrayList<>();
    for (SiteSum sum : SiteSum.all(books, sites)) {
      if (sum.live().both() > 0 && filter.passesSite(sum.site())) {
        rows.add(row(sum, leaked, now));
      }
    }
    rows.sort(MOST_FIRST);
    return rows;
  }

  /** A site by its id, without a live thread too; null where it is not known. */
  public @Nullable SiteDetail find(String id) {
    for (SiteSum sum : SiteSum.all(books, sites)) {
      if (sum.site().id().equals(id)) {
        return new SiteDetail(
            row(sum, leakedBySite(), books.clock().now()),
            sum.variants(),
            sum.others(),
            sum.ofOthers());
      }
    }
    return null;
  }

  /** The history of a site that growth is told by. */
  public SitePeaks peaks(Site site) {
    int[][] steps = verdicts.chronicle().peaksOf(site);
    Growth growth = verdicts.detector().growthOf(site);
    List<SitePeaks.Peak> peaks = new ArrayList<>();
    for (int i = 0; steps != null && i < steps[0].length; i++) {
      peaks.add(new SitePeaks.Peak(books.clock().instantOf(steps[0][i]), steps[1][i]));
    }
    return new SitePeaks(site, growth != null && growth.ofPools(), peaks);
  }

  /**
   * How each of these sites has grown; those without a history are left out.
   *
   * @param shown whichever sites are asked for
   */
  public Map<Site, SiteGrowth> growth(List<SiteCount> shown) {
    Map<Site, SiteGrowth> known = new HashMap<>();
    for (SiteCount count : shown) {
      SiteGrowth growth = growthOf(count.site());
      if (growth != null) {
        known.put(count.site(), growth);
      }
    }
    return known;
  }

  /** Virtual threads that were collected while parked, by site, most numerous first. */
  public List<Leak> vanished(Filter filter) {
    List<Leak> leaks = new ArrayList<>();
    for (SiteCount gone : reconciler.vanished()) {
      if (filter.passesSite(gone.site())) {
        leaks.add(Leaks.vanished(gone));
      }
    }
    leaks.sort(Comparator.comparingLong(Leak::count).reversed());
    return leaks;
  }

  public History history() {
    return census.history();
  }

  public Baselines baselines() {
    return baselines;
  }

  /** Keeps the counts of now to compare later ones with. */
  public Baseline mark(@Nullable String name) {
    Map<String, Baseline.Mark> marks = new HashMap<>();
    for (SiteSum sum : SiteSum.all(books, sites)) {
      marks.put(sum.site().id(), Baseline.Mark.of(sum.site(), sum.live(), sum.started()));
    }
    return baselines.add(name, Instant.now(), marks);
  }

  /** Compares the threads of now with those of then. */
  public Difference since(Baseline baseline) {
    Map<String, Baseline.Mark> gone = new HashMap<>(baseline.marks());
    Map<Site, Map<Verdict, Long>> leaked = leakedBySite();
    List<SiteChange> changes = new ArrayList<>();
    for (SiteSum sum : SiteSum.all(books, sites)) {
      Site site = sum.site();
      Baseline.Mark mark = gone.remove(site.id());
      long before = mark == null ? 0 : mark.started();
      Map<Verdict, Long> judged = leaked.getOrDefault(site, Map.of());
      changes.add(
          new SiteChange(
              site.id(),
              site.culpritText(),
              mark == null ? SiteChange.Live.NONE : mark.live(),
              sum.live(),
              // A count that began anew, since its stacks were let go, says what came since that.
              sum.started() >= before ? sum.started() - before : sum.started(),
              judged.isEmpty() ? null : judged.keySet().iterator().next(),
              sum.stack()));
    }
    gone.forEach(
        (id, mark) ->
            changes.add(
                new SiteChange(
                    id,
                    mark.culpritText(),
                    mark.live(),
                    SiteChange.Live.NONE,
                    0,
                    null,
                    List.of())));
    return difference(baseline, changes);
  }

  private static Difference difference(Baseline baseline, List<SiteChange> changes) {
    Comparator<SiteChange> byChange = Comparator.comparingLong(SiteChange::change);
    List<SiteChange> grown = new ArrayList<>(changes);
    grown.removeIf(change -> change.change() <= 0);
    grown.sort(byChange.reversed().thenComparing(SiteChange::siteId));
    List<SiteChange> shrunk = new ArrayList<>(changes);
    shrunk.removeIf(change -> change.change() >= 0);
    shrunk.sort(byChange.thenComparing(SiteChange::siteId));
    return new Difference(baseline.head(), Instant.now(), grown, shrunk);
  }

  private SiteRow row(SiteSum sum, Map<Site, Map<Verdict, Long>> leaked, int now) {
    Site site = sum.site();
    return new SiteRow(
        site,
        sum.live().platform(),
        sum.live().virtual(),
        sum.started(),
        sum.oldestSeconds(now),
        growthOf(site),
        leaked.getOrDefault(site, Map.of()),
        sum.stack());
  }

  private @Nullable SiteGrowth growthOf(Site site) {
    Growth growth = verdicts.detector().growthOf(site);
    return growth == null
        ? null
        : new SiteGrowth(
            growth.perHour(), growth.overSeconds(), growth.ofPools(), growth.suspicious());
  }

  /** By the last census, strongest verdict first. */
  private Map<Site, Map<Verdict, Long>> leakedBySite() {
    Map<Site, Map<Verdict, Long>> bySite = new HashMap<>();
    for (Leak leak : census.counts().leaks()) {
      bySite
          .computeIfAbsent(leak.site(), site -> new EnumMap<>(Verdict.class))
          .merge(leak.verdict(), leak.count(), Long::sum);
    }
    return bySite;
  }
}
