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
    int limit = books.variants().limit();
    long[] platform = new long[limit];
    long[] virtual = new long[limit];
    int[] oldest = new int[limit];
    books
        .registry()
        .forEach(
            entry -> {
              int home = books.home(entry.pool, entry.variant);
              if (entry.virtual) {
                virtual[home]++;
              } else {
                platform[home]++;
              }
              if (entry.started != 0 && (oldest[home] == 0 || entry.started < oldest[home])) {
                oldest[home] = entry.started;
              }
            });
    Map<Site, SiteCount> bySite = new HashMap<>();
    int now = books.clock().now();
    for (int i = 0; i < limit; i++) {
      if (platform[i] + virtual[i] > 0) {
        Site site = sites.variant(i).site();
        double age = oldest[i] == 0 ? 0 : Clock.secondsBetween(oldest[i], now);
        bySite.merge(site, new SiteCount(site, platform[i], virtual[i], age), SiteCounts::sum);
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
