package io.github.threadleak.census;

import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the sites, and keeps which of them each spawn stack belongs to from one count to the
 * next: there are thousands of both, and they seldom change. For one thread at a time.
 */
final class SiteIndex {
  private final SiteTable sites;
  private final Map<Site, Integer> numbers = new HashMap<>();
  private final List<Site> numbered = new ArrayList<>();
  private final BitSet spawnSeen = new BitSet();

  /** By stack, one more than the number of its site; 0 where it has to be asked for. */
  private final int[] ofVariant;

  private long changes = -1;

  /**
   * @param limit one past the highest number of a spawn stack
   */
  SiteIndex(SiteTable sites, int limit) {
    this.sites = sites;
    ofVariant = new int[limit];
  }

  /** Forgets everything where something has changed. All numbers are new then. */
  void refresh() {
    long now = sites.changes();
    if (now != changes) {
      changes = now;
      Arrays.fill(ofVariant, 0);
      numbers.clear();
      numbered.clear();
      spawnSeen.clear();
    }
  }

  /** The number of the site of a stack that has a live thread. */
  int numberOf(int variant) {
    int known = ofVariant[variant];
    if (known != 0) {
      return known - 1;
    }
    Site site = sites.variant(variant).site();
    Integer number = numbers.get(site);
    if (number == null) {
      number = numbered.size();
      numbers.put(site, number);
      numbered.add(site);
      spawnSeen.set(number, site.culprit() != null);
    }
    // Those without room are asked for each time: there may be some now.
    if (site.origin() != Site.Origin.OVERFLOW) {
      ofVariant[variant] = number + 1;
    }
    return number;
  }

  Site at(int number) {
    return numbered.get(number);
  }

  /** False for the few that stand for spawns that were not seen. */
  boolean isSpawnSeen(int number) {
    return spawnSeen.get(number);
  }

  /** Sites that have a number; the numbers are below this. */
  int size() {
    return numbered.size();
  }
}
