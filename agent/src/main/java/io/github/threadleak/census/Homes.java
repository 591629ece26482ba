package io.github.threadleak.census;

import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.verdict.Exemption;
import io.github.threadleak.verdict.Judge;
import org.jspecify.annotations.Nullable;

/**
 * What one look knows of the stacks that threads are counted at, by their number: a million threads
 * ask for few of them again and again. For one thread.
 */
final class Homes {
  private final SiteTable sites;
  private final Judge judge;
  private final Site.@Nullable Variant[] variants;
  private final boolean[] named;

  /**
   * @param limit one past the highest number
   */
  Homes(SiteTable sites, Judge judge, int limit) {
    this.sites = sites;
    this.judge = judge;
    variants = new Site.Variant[limit];
    named = new boolean[limit];
  }

  Site.Variant at(int home) {
    Site.Variant known = variants[home];
    if (known == null) {
      known = sites.variant(home);
      named[home] = judge.dependsOnName(known.site());
      variants[home] = known;
    }
    return known;
  }

  /** Why a thread that is counted there is not accused; null where there is no reason. */
  @Nullable Exemption exemption(Thread thread, int home) {
    Site site = at(home).site();
    return named[home] ? judge.exemption(thread.getName(), site) : null;
  }
}
