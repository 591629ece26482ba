package io.github.threadleak.census;

import io.github.threadleak.site.Site;

/**
 * The threads of one site.
 *
 * @param oldestSeconds how long ago the oldest live one was started; 0 where no start was seen
 */
public record SiteCount(Site site, long platform, long virtual, double oldestSeconds) {
  public long live() {
    return platform + virtual;
  }
}
