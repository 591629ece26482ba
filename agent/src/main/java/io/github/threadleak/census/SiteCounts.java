package io.github.threadleak.census;

import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.Clock;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the live threads of each site from the books alone: it looks at no thread and reads no
 * stack.
 */
public final class SiteCounts {
  private SiteCounts() {}

  /** Every site with a live thread, most numerous first; exact. */
  public static List<SiteCount> live(Books books, SiteTable sites) {
    VariantCounts threads = new VariantCounts(books);
    Map<Site, SiteCount> bySite = new HashMap<>();
    int now = books.clock().now();
    for (int i = 0; i < threads.limit(); i++) {
      if (threads.live(i) > 0) {
        Site site = sites.variant(i).site();
        int oldest = threads.oldest(i);
        double age = oldest == 0 ? 0 : Clock.secondsBetween(oldest, now);
        bySite.merge(
            site,
            new SiteCount(site, threads.platform(i), threads.virtual(i), age),
            SiteCounts::sum);
      }
    }
    List<SiteCount> counts = new ArrayList<>(bySite.values());
    counts.sort(
        (a, b) ->
            a.live() != b.live()
                ? Long.compare(b.live(), a.live())
                : a.site().id().compareTo(b.site().id()));
    return counts;
  }

  private static SiteCount sum(SiteCount a, SiteCount b) {
    return new SiteCount(
        a.site(),
        a.platform() + b.platform(),
        a.virtual() + b.virtual(),
        Math.max(a.oldestSeconds(), b.oldestSeconds()));
  }
}
