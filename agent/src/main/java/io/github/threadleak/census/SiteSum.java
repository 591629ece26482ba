package io.github.threadleak.census;

import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.Clock;
import io.github.threadleak.site.Frame;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.snapshot.SiteChange;
import io.github.threadleak.snapshot.SiteDetail;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds the spawn stacks of one site up. For one thread. */
final class SiteSum {
  /** Most live threads first, then most started. */
  private static final Comparator<SiteDetail.Variant> MOST_FIRST =
      Comparator.comparingLong(SiteDetail.Variant::live)
          .thenComparingLong(SiteDetail.Variant::started)
          .reversed();

  private final Site site;
  private long platform;
  private long virtual;
  private long started;
  private int oldest;
  private final List<SiteDetail.Variant> withStack = new ArrayList<>();
  private int others;
  private long liveOfOthers;
  private long startedOfOthers;

  private SiteSum(Site site) {
    this.site = site;
  }

  /** All sites at which threads are live or were started. */
  static Collection<SiteSum> all(Books books, SiteTable sites) {
    VariantCounts counts = new VariantCounts(books);
    OldestStarts oldest = OldestStarts.of(books);
    Map<Site, SiteSum> sums = new LinkedHashMap<>();
    for (int i = 0; i < counts.limit(); i++) {
      long started = books.variants().started(i);
      if (counts.live(i) == 0 && started == 0) {
        continue;
      }
      Site.Variant variant = counts.live(i) > 0 ? sites.variant(i) : sites.peek(i);
      if (variant != null) {
        sums.computeIfAbsent(variant.site(), SiteSum::new)
            .add(counts, oldest.at(i), i, variant, started);
      }
    }
    return sums.values();
  }

  private void add(
      VariantCounts counts, int oldestThere, int i, Site.Variant variant, long startedThere) {
    // A start may have been entered before it is counted.
    long start = Math.max(startedThere, counts.live(i));
    platform += counts.platform(i);
    virtual += counts.virtual(i);
    started += start;
    if (oldestThere != 0 && (oldest == 0 || oldestThere < oldest)) {
      oldest = oldestThere;
    }
    if (variant.stack().isEmpty()) {
      others++;
      liveOfOthers += counts.live(i);
      startedOfOthers += start;
    } else {
      withStack.add(new SiteDetail.Variant(variant.stack(), counts.live(i), start));
    }
  }

  Site site() {
    return site;
  }

  SiteChange.Live live() {
    return new SiteChange.Live(platform, virtual);
  }

  long started() {
    return started;
  }

  double oldestSeconds(int now) {
    return oldest == 0 ? 0 : Clock.secondsBetween(oldest, now);
  }

  /** Of the stack with the most live threads; empty where none was kept. */
  List<Frame> stack() {
    SiteDetail.Variant most = null;
    for (SiteDetail.Variant variant : withStack) {
      if (most == null || MOST_FIRST.compare(variant, most) < 0) {
        most = variant;
      }
    }
    return most == null ? List.of() : most.stack();
  }

  List<SiteDetail.Variant> variants() {
    List<SiteDetail.Variant> variants = new ArrayList<>(withStack);
    variants.sort(MOST_FIRST);
    return variants;
  }

  /** Stacks that were not kept: a site keeps only so many. */
  int others() {
    return others;
  }

  SiteDetail.Variant ofOthers() {
    return new SiteDetail.Variant(List.of(), liveOfOthers, startedOfOthers);
  }
}
