package io.github.threadleak.metrics;

import io.github.threadleak.census.SeriesSlots;
import io.github.threadleak.census.SiteCount;
import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.Leak;
import io.github.threadleak.snapshot.SiteGrowth;
import io.github.threadleak.snapshot.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The families that tell spawn sites apart. Only so many sites have series of their own; the others
 * are summed. Safe for use by many threads.
 */
final class SiteFamilies {
  /** Largest sites come first; the others are summed under this label. */
  private static final String OTHER = "other";

  private final int sitesShown;
  private final SeriesSlots leaking;

  SiteFamilies(int sitesShown) {
    this(sitesShown, System::nanoTime);
  }

  SiteFamilies(int sitesShown, LongSupplier nanoTime) {
    this.sitesShown = sitesShown;
    leaking = new SeriesSlots(sitesShown, nanoTime);
  }

  void add(Families families, AgentState state) {
    threads(families, state);
    leaked(families, state.counts().leaks());
    vanished(families, state.vanished());
  }

  private void threads(Families families, AgentState state) {
    Families.Family threads =
        families.gauge(
            "threadleak_site_threads",
            "Live threads by the line of code that spawned them, or that constructed their pool.",
            "site",
            "culprit",
            "kind");
    Families.Family oldest =
        families.gauge(
            "threadleak_site_oldest_seconds",
            "Age of the oldest live thread of a spawn site.",
            "site",
            "culprit");
    Families.Family growing =
        families.gauge(
            "threadleak_site_growth_per_hour",
            "How a spawn site's live threads grow, over the window that the growth test looks at;"
                + " pools instead of threads where each has no more than so many.",
            "site",
            "culprit");
    for (SiteCount count : state.sites().shown()) {
      String id = count.site().id();
      String culprit = count.site().culpritText();
      if (count.platform() > 0) {
        threads.sample(count.platform(), id, culprit, "platform");
      }
      if (count.virtual() > 0) {
        threads.sample(count.virtual(), id, culprit, "virtual");
      }
      if (count.oldestSeconds() > 0) {
        oldest.sample(count.oldestSeconds(), id, culprit);
      }
      SiteGrowth growth = state.growth().get(count.site());
      if (growth != null) {
        growing.sample(growth.perHour(), id, culprit);
      }
    }
    long otherPlatform = state.sites().otherPlatform();
    if (otherPlatform > 0) {
      threads.sample(otherPlatform, OTHER, "", "platform");
    }
    long otherVirtual = state.sites().otherVirtual();
    if (otherVirtual > 0) {
      threads.sample(otherVirtual, OTHER, "", "virtual");
    }
  }

  private void leaked(Families families, List<Leak> leaks) {
    Families.Family family =
        families.gauge(
            "threadleak_leaked_threads",
            "Live threads that the last census took for leaked.",
            "verdict",
            "site",
            "culprit");
    Map<Site, Long> bySite = new HashMap<>();
    for (Leak leak : leaks) {
      bySite.merge(leak.site(), leak.count(), Long::sum);
    }
    List<Site> largest = new ArrayList<>(bySite.keySet());
    largest.sort(
        Comparator.comparingLong((Site site) -> -bySite.getOrDefault(site, 0L))
            .thenComparing(Site::id));
    List<SeriesSlots.Count> counts = new ArrayList<>();
    for (Site site : largest) {
      if (site.culprit() != null) {
        counts.add(new SeriesSlots.Count(site.id(), bySite.getOrDefault(site, 0L)));
      }
    }
    Set<String> slots = leaking.shown(counts);
    Set<Site> shown = new LinkedHashSet<>(largest);
    shown.removeIf(site -> site.culprit() != null && !slots.contains(site.id()));
    for (Verdict verdict : Verdict.values()) {
      leaked(family, verdict, leaks, shown);
    }
  }

  private static void leaked(
      Families.Family family, Verdict verdict, List<Leak> leaks, Set<Site> shown) {
    Map<Site, Long> counts = new HashMap<>();
    long other = 0;
    for (Leak leak : leaks) {
      if (leak.verdict() == verdict) {
        if (shown.contains(leak.site())) {
          counts.merge(leak.site(), leak.count(), Long::sum);
        } else {
          other += leak.count();
        }
      }
    }
    for (Site site : shown) {
      Long count = counts.get(site);
      if (count != null) {
        family.sample(count, verdict.word(), site.id(), site.culpritText());
      }
    }
    if (other > 0) {
      family.sample(other, verdict.word(), OTHER, "");
    }
  }

  private void vanished(Families families, List<SiteCount> vanished) {
    Families.Family family =
        families.counter(
            "threadleak_collected_while_parked_total",
            "Virtual threads that the garbage collector took while they were parked.",
            "site",
            "culprit");
    long other = 0;
    for (int i = 0; i < vanished.size(); i++) {
      SiteCount count = vanished.get(i);
      if (i < sitesShown) {
        family.sample(count.virtual(), count.site().id(), count.site().culpritText());
      } else {
        other += count.virtual();
      }
    }
    if (other > 0) {
      family.sample(other, OTHER, "");
    }
  }
}
