package io.github.threadleak.snapshot;

import io.github.threadleak.site.Site;
import java.time.Instant;
import java.util.List;

/**
 * The history of one site; empty where none is kept.
 *
 * @param ofPools true where pools were counted instead of threads
 */
public record SitePeaks(Site site, boolean ofPools, List<Peak> peaks) {
  /** The most that there were in a step which began then. */
  public record Peak(Instant time, long most) {}
}
