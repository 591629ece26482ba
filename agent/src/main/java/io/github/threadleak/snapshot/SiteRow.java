package io.github.threadleak.snapshot;

import io.github.threadleak.site.Frame;
import io.github.threadleak.site.Site;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One spawn site and its threads.
 *
 * @param platform live ones
 * @param virtual live ones
 * @param started threads started there since the agent first met it; fewer where stacks of the site
 *     were let go meanwhile
 * @param oldestSeconds how long ago the oldest live one was started; 0 where no start was seen
 * @param growth null where there is no history
 * @param verdicts the threads that the last census took for leaked, by verdict
 * @param stack one full stack that led to the site, top first; empty where none was kept
 */
public record SiteRow(
    Site site,
    long platform,
    long virtual,
    long started,
    double oldestSeconds,
    @Nullable SiteGrowth growth,
    Map<Verdict, Long> verdicts,
    List<Frame> stack) {

  public long live() {
    return platform + virtual;
  }
}
