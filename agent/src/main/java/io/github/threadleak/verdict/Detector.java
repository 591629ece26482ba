package io.github.threadleak.verdict;

import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.verdict.Exemption.From;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows what threads are judged by: the options, and what the last census said of each site. Safe
 * for use by many threads.
 */
public final class Detector {
  private final int stuckAfter;
  private final String stuckDetail;
  private final List<Exemptions.Ignored> ignored = new ArrayList<>();
  private volatile SiteNews news = SiteNews.NONE;

  /**
   * What a census has found out about sites.
   *
   * @param growth of those that have a history
   * @param several sites that have started enough threads to have stuck ones
   * @param older parks that enough threads share that are older than the agent
   */
  public record SiteNews(Map<Site, Growth> growth, Set<Site> several, Set<OlderPark> older) {
    static final SiteNews NONE = new SiteNews(Map.of(), Set.of(), Set.of());
  }

  /**
   * How threads are parked whose spawn site is not known: they are put together by this instead.
   */
  public record OlderPark(
      Kind kind, Thread.State state, @Nullable String blockerClass, Reason reason) {
    // By hand, as in Frame.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof OlderPark park
          && kind == park.kind
          && state == park.state
          && reason == park.reason
          && Objects.equals(blockerClass, park.blockerClass);
    }

    @Override
    public int hashCode() {
      return (Objects.hashCode(blockerClass) * 31 + reason.hashCode()) * 31 + kind.hashCode();
    }
  }

  /** Threads that a site must have started to have stuck ones: a service has one or two. */
  public static final int SEVERAL = 3;

  /**
   * @param stuckAfterTenths in tenths of a second
   * @param ignore globs of thread names and culprit frames
   */
  public Detector(long stuckAfterTenths, List<String> ignore) {
    stuckAfter = (int) Math.min(Integer.MAX_VALUE, Math.max(1, stuckAfterTenths));
    stuckDetail = "in one park for " + Durations.words(stuckAfter / 10.0) + " or longer";
    for (String glob : ignore) {
      ignored.add(
          new Exemptions.Ignored(
              Glob.pattern(glob), new Exemption("ignored by " + glob, From.EVERYTHING)));
    }
  }

  /** Judges as of now, for one look by one thread. */
  public Judge judge() {
    return new Judge(news, new Exemptions(ignored), stuckDetail);
  }

  /** Takes what a census has found out. */
  public void learn(SiteNews latest) {
    news = latest;
  }

  /** How the threads of a site have grown; null where there is no history of it. */
  public @Nullable Growth growthOf(Site site) {
    return news.growth.get(site);
  }

  /** Whether a park has lasted long enough to be stuck; in tenths of a second. */
  public boolean isLong(int parkedSince, int now) {
    return parkedSince != 0 && now - parkedSince >= stuckAfter;
  }
}
