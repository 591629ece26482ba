package io.github.threadleak.census;

import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.Clock;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Counts the live threads of each site from the books alone: it looks at no thread and reads no
 * stack. Safe for use by many threads.
 */
public final class SiteCounts {
  private static final Comparator<Shown> MOST_LAST =
      (a, b) ->
          a.live != b.live ? Long.compare(a.live, b.live) : b.site.id().compareTo(a.site.id());

  private final Books books;
  private final OldestThreads oldest;

  // Guarded by this.
  private final SiteIndex index;

  public SiteCounts(Books books, SiteTable sites) {
    this.books = books;
    oldest = new OldestThreads(books);
    index = new SiteIndex(sites, books.variants().limit());
  }

  /**
   * The live threads of every site, exact.
   *
   * @param slots which sites to show, beside the few that stand for spawns that were not seen
   */
  public LiveSites live(SeriesSlots slots) {
    VariantCounts counts = new VariantCounts(books);
    synchronized (this) {
      index.refresh();
      return new Round(counts).live(slots);
    }
  }

  /** A site that may be shown. */
  private record Shown(Site site, int number, long live) {}

  /** One count. */
  private final class Round {
    /** The spawn stacks with a live thread, and for each the number of its site. */
    private final int[] variants;

    private final int[] siteNumbers;

    /** By the number of the site. */
    private final long[] platform;

    private final long[] virtual;

    Round(VariantCounts counts) {
      variants = counts.withThreads();
      siteNumbers = new int[variants.length];
      for (int i = 0; i < variants.length; i++) {
        siteNumbers[i] = index.numberOf(variants[i]);
      }
      platform = new long[index.size()];
      virtual = new long[index.size()];
      for (int i = 0; i < variants.length; i++) {
        platform[siteNumbers[i]] += counts.platform(variants[i]);
        virtual[siteNumbers[i]] += counts.virtual(variants[i]);
      }
    }

    LiveSites live(SeriesSlots slots) {
      List<Shown> shown = choose(slots);
      int[] starts = starts(shown);
      long otherPlatform = Arrays.stream(platform).sum();
      long otherVirtual = Arrays.stream(virtual).sum();
      int now = books.clock().now();
      List<SiteCount> counts = new ArrayList<>();
      for (int i = 0; i < starts.length; i++) {
        Site site = shown.get(i).site;
        int number = shown.get(i).number;
        double age = starts[i] == 0 ? 0 : Clock.secondsBetween(starts[i], now);
        counts.add(new SiteCount(site, platform[number], virtual[number], age));
        otherPlatform -= platform[number];
        otherVirtual -= virtual[number];
      }
      return new LiveSites(counts, otherPlatform, otherVirtual);
    }

    private List<Shown> choose(SeriesSlots slots) {
      List<Shown> unseen = new ArrayList<>();
      List<Shown> candidates = new ArrayList<>();
      PriorityQueue<Shown> largest = new PriorityQueue<>(MOST_LAST);
      Set<String> holders = slots.holders();
      int most = slots.slots();
      for (int number = 0; number < platform.length; number++) {
        long live = platform[number] + virtual[number];
        if (live == 0) {
          continue;
        }
        if (!index.isSpawnSeen(number)) {
          unseen.add(new Shown(index.at(number), number, live));
        } else if (holders.contains(index.at(number).id())) {
          candidates.add(new Shown(index.at(number), number, live));
        } else if (largest.size() < most) {
          largest.add(new Shown(index.at(number), number, live));
        } else if (most > 0 && isLarger(number, live, largest.element())) {
          largest.remove();
          largest.add(new Shown(index.at(number), number, live));
        }
      }
      candidates.addAll(largest);
      candidates.sort(MOST_LAST.reversed());
      Set<String> chosen =
          slots.shown(
              candidates.stream()
                  .map(each -> new SeriesSlots.Count(each.site.id(), each.live))
                  .toList());
      candidates.removeIf(each -> !chosen.contains(each.site.id()));
      unseen.addAll(candidates);
      return unseen;
    }

    private boolean isLarger(int number, long live, Shown smallest) {
      return live != smallest.live
          ? live > smallest.live
          : index.at(number).id().compareTo(smallest.site.id()) < 0;
    }

    /** When the oldest thread of each was started, 0 where no start was seen. */
    private int[] starts(List<Shown> shown) {
      int[] places = new int[platform.length];
      Arrays.fill(places, -1);
      for (int place = 0; place < shown.size(); place++) {
        if (startsAreSeen(shown.get(place).site)) {
          places[shown.get(place).number] = place;
        }
      }
      int[] asked =
          IntStream.range(0, variants.length).filter(i -> places[siteNumbers[i]] >= 0).toArray();
      int[] found = oldest.startsAt(Arrays.stream(asked).map(i -> variants[i]).toArray());
      int[] starts = new int[shown.size()];
      for (int i = 0; i < asked.length; i++) {
        int place = places[siteNumbers[asked[i]]];
        if (found[i] != 0 && (starts[place] == 0 || found[i] < starts[place])) {
          starts[place] = found[i];
        }
      }
      return starts;
    }

    /** The books have no start of a thread that a probe did not see: no search would find one. */
    private static boolean startsAreSeen(Site site) {
      return site.origin() != Site.Origin.OLDER && site.origin() != Site.Origin.ATTACHED;
    }
  }
}
