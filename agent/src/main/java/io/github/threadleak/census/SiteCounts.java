package io.github.threadleak.census;

import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.Clock;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Counts the live threads of each site from the books alone: it looks at no thread and reads no
 * stack.
 */
public final class SiteCounts {
  private static final Comparator<SiteCount> MOST_LAST =
      (a, b) ->
          a.live() != b.live()
              ? Long.compare(a.live(), b.live())
              : b.site().id().compareTo(a.site().id());

  private SiteCounts() {}

  /**
   * Every site with a live thread, exact: first the few that stand for spawns that were not seen,
   * then the most numerous in order, then the others in no order.
   *
   * @param ordered how many to put in order
   */
  public static List<SiteCount> live(Books books, SiteTable sites, int ordered) {
    List<SiteCount> counts = new ArrayList<>();
    List<SiteCount> others = new ArrayList<>();
    PriorityQueue<SiteCount> largest = new PriorityQueue<>(MOST_LAST);
    for (SiteCount count : bySite(books, sites).values()) {
      if (count.site().culprit() == null) {
        counts.add(count);
      } else if (largest.size() < ordered) {
        largest.add(count);
      } else if (ordered > 0 && MOST_LAST.compare(count, largest.peek()) > 0) {
        others.add(largest.remove());
        largest.add(count);
      } else {
        others.add(count);
      }
    }
    List<SiteCount> inOrder = new ArrayList<>(largest);
    inOrder.sort(MOST_LAST.reversed());
    counts.addAll(inOrder);
    counts.addAll(others);
    return counts;
  }

  private static Map<Site, SiteCount> bySite(Books books, SiteTable sites) {
    VariantCounts threads = new VariantCounts(books);
    Map<Site, SiteCount> bySite = new HashMap<>(2 * sites.size());
    int now = books.clock().now();
    for (int i = 0; i < threads.limit(); i++) {
      if (threads.live(i) > 0) {
        Site site = sites.variant(i).site();
        int oldest = threads.oldest(i);
        double age = oldest == 0 ? 0 : Clock.secondsBetween(oldest, now);
        SiteCount count = new SiteCount(site, threads.platform(i), threads.virtual(i), age);
        SiteCount before = bySite.put(site, count);
        if (before != null) {
          bySite.put(site, sum(before, count));
        }
      }
    }
    return bySite;
  }

  private static SiteCount sum(SiteCount a, SiteCount b) {
    return new SiteCount(
        a.site(),
        a.platform() + b.platform(),
        a.virtual() + b.virtual(),
        Math.max(a.oldestSeconds(), b.oldestSeconds()));
  }
}
