package io.github.threadleak.verdict;

import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.Verdict;
import io.github.threadleak.verdict.Detector.OlderPark;
import io.github.threadleak.verdict.Detector.SiteNews;
import io.github.threadleak.verdict.Exemption.From;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges threads by what is known of each and by what one census said of its site: the same
 * throughout one look. For one thread.
 */
public final class Judge {
  /**
   * Where services wait for as long as it takes: one park there, however long, says nothing. A wait
   * with a time limit ends by itself.
   */
  private static final Set<Reason> MAY_LAST =
      EnumSet.of(
          Reason.QUEUE_TAKE,
          Reason.IDLE_POOL_WORKER,
          Reason.SLEEP,
          Reason.TIMED_PARK,
          Reason.SOCKET_READ,
          Reason.SOCKET_WRITE,
          Reason.SOCKET_ACCEPT,
          Reason.SOCKET_CONNECT,
          Reason.SELECTOR,
          Reason.FILE_IO,
          Reason.PROCESS_WAIT,
          Reason.REFERENCE_QUEUE,
          Reason.NAME_LOOKUP,
          Reason.RUNNING,
          Reason.UNKNOWN);

  private static final String PROVEN = "nothing that could wake it is reachable";

  private final SiteNews news;
  private final Exemptions exemptions;
  private final String stuckDetail;

  Judge(SiteNews news, Exemptions exemptions, String stuckDetail) {
    this.news = news;
    this.exemptions = exemptions;
    this.stuckDetail = stuckDetail;
  }

  /** Why a thread of this name is not accused; null where there is no reason. */
  public @Nullable Exemption exemption(String threadName, Site site) {
    return exemptions.of(threadName, site);
  }

  /** False where {@link #exemption} gives none for the threads of a site, whatever their names. */
  public boolean dependsOnName(Site site) {
    return exemptions.dependsOnName(site);
  }

  /** What may be stuck, as far as the reason and the state say. */
  public static boolean maybeStuck(Thread.State state, Reason reason) {
    return state != Thread.State.TIMED_WAITING && !MAY_LAST.contains(reason);
  }

  /**
   * The verdict on a thread, or on threads that agree in all this.
   *
   * @param deadlock the deadlock that it is part of, in words; null for none
   */
  public Judgement of(
      @Nullable String deadlock,
      Standing standing,
      Site site,
      Kind kind,
      Thread.@Nullable State state,
      @Nullable String blockerClass,
      Reason reason) {
    Exemption exemption = stronger(standing.exemption(), exemptions.of(site));
    if (exemption != null && exemption.from() == From.EVERYTHING) {
      return harmless(reason, exemption);
    }
    if (deadlock != null) {
      return new Judgement(Verdict.DEADLOCKED, deadlock);
    }
    if (standing.proven()) {
      return new Judgement(Verdict.PROVEN, PROVEN);
    }
    if (standing.longParked()
        && exemption == null
        && state != null
        && maybeStuck(state, reason)
        && isOneOfSeveral(site, kind, state, blockerClass, reason)) {
      return new Judgement(Verdict.STUCK, stuckDetail);
    }
    Growth growth = news.growth().get(site);
    if (growth != null
        && growth.suspicious()
        && !standing.ending()
        && (exemption == null || exemption.from() == From.STUCK)) {
      return new Judgement(Verdict.SUSPECTED, growth.words());
    }
    return harmless(reason, exemption);
  }

  private boolean isOneOfSeveral(
      Site site, Kind kind, Thread.State state, @Nullable String blockerClass, Reason reason) {
    return site.origin() == Site.Origin.SPAWNED
        ? news.several().contains(site)
        : news.older().contains(new OlderPark(kind, state, blockerClass, reason));
  }

  private static @Nullable Exemption stronger(@Nullable Exemption one, @Nullable Exemption other) {
    return one == null || (other != null && other.from().compareTo(one.from()) > 0) ? other : one;
  }

  private static Judgement harmless(Reason reason, @Nullable Exemption exemption) {
    return new Judgement(
        reason == Reason.IDLE_POOL_WORKER ? Verdict.IDLE : Verdict.OK,
        exemption == null ? null : exemption.why());
  }
}
