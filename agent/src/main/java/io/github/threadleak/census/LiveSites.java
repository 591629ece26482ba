package io.github.threadleak.census;

import java.util.List;

/**
 * The live threads by site, as a scrape shows them. Immutable.
 *
 * @param shown first the few that stand for spawns that were not seen, then the most numerous in
 *     order
 * @param otherPlatform platform threads of all other sites
 * @param otherVirtual virtual threads of all other sites
 */
public record LiveSites(List<SiteCount> shown, long otherPlatform, long otherVirtual) {
  public LiveSites {
    shown = List.copyOf(shown);
  }
}
