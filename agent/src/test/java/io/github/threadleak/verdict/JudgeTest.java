package io.github.threadleak.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.Sites;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JudgeTest {
  private static final Site SITE = Sites.spawned("com.acme.audit.AuditLogger", "record", 17);
  private static final Site OLDER = Sites.older();
  private static final Standing LONG = Standing.of(true, false, false, null);
  private static final Growth GROWING = new Growth(1_626, 21_600, true, false);
  private static final Growth STEADY = new Growth(3, 21_600, false, false);

  private final Detector detector = new Detector(6_000, List.of("keep-*", "com.acme.Meant.*"));

  private Judgement judge(Standing standing, Site site, Thread.State state, Reason reason) {
    return judge(null, standing, site, state, reason);
  }

  private Judgement judge(
      @Nullable String deadlock, Standing standing, Site site, Thread.State state, Reason reason) {
    return detector
        .judge()
        .of(deadlock, standing, site, Kind.VIRTUAL, state, "com.acme.Queue", reason);
  }

  private void learn(Map<Site, Growth> growth, Site... several) {
    detector.learn(new Detector.SiteNews(growth, Set.of(several), Set.of()));
  }

  @Test
  void takesAThreadForStuckThatIsOneOfSeveralAndParkedForLong() {
    learn(Map.of(), SITE);
    assertThat(judge(LONG, SITE, Thread.State.WAITING, Reason.QUEUE_PUT))
        .isEqualTo(new Judgement(Verdict.STUCK, "in one park for 10m or longer"));
    assertThat(judge(Standing.NONE, SITE, Thread.State.WAITING, Reason.QUEUE_PUT).verdict())
        .isEqualTo(Verdict.OK);
  }

  @Test
  void takesNobodyForStuckWhoIsAloneOrWaitsWithALimit() {
    learn(Map.of());
    assertThat(judge(LONG, SITE, Thread.State.WAITING, Reason.QUEUE_PUT).verdict())
        .isEqualTo(Verdict.OK);
    learn(Map.of(), SITE);
    assertThat(judge(LONG, SITE, Thread.State.TIMED_WAITING, Reason.QUEUE_PUT).verdict())
        .isEqualTo(Verdict.OK);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void neverTakesAServiceForStuck(Reason reason) {
    learn(Map.of(), SITE);
    Set<Reason> services =
        EnumSet.of(
            Reason.SOCKET_READ,
            Reason.SOCKET_WRITE,
            Reason.SOCKET_ACCEPT,
            Reason.SOCKET_CONNECT,
            Reason.SELECTOR,
            Reason.SLEEP,
            Reason.TIMED_PARK,
            Reason.IDLE_POOL_WORKER,
            Reason.QUEUE_TAKE,
            Reason.FILE_IO,
            Reason.PROCESS_WAIT,
            Reason.REFERENCE_QUEUE,
            Reason.NAME_LOOKUP,
            Reason.RUNNING,
            Reason.UNKNOWN);
    assertThat(judge(LONG, SITE, Thread.State.WAITING, reason).verdict() == Verdict.STUCK)
        .isEqualTo(!services.contains(reason));
  }

  @Test
  void putsOlderThreadsTogetherByTheirPark() {
    Detector.OlderPark park =
        new Detector.OlderPark(
            Kind.VIRTUAL, Thread.State.WAITING, "com.acme.Queue", Reason.QUEUE_PUT);
    assertThat(judge(LONG, OLDER, Thread.State.WAITING, Reason.QUEUE_PUT).verdict())
        .isEqualTo(Verdict.OK);
    detector.learn(new Detector.SiteNews(Map.of(), Set.of(), Set.of(park)));
    assertThat(judge(LONG, OLDER, Thread.State.WAITING, Reason.QUEUE_PUT).verdict())
        .isEqualTo(Verdict.STUCK);
    assertThat(judge(LONG, OLDER, Thread.State.WAITING, Reason.LATCH).verdict())
        .isEqualTo(Verdict.OK);
  }

  @Test
  void suspectsASiteThatGrows() {
    learn(Map.of(SITE, GROWING));
    assertThat(judge(Standing.NONE, SITE, Thread.State.WAITING, Reason.QUEUE_TAKE))
        .isEqualTo(new Judgement(Verdict.SUSPECTED, "+27.1/min over 6h"));
    learn(Map.of(SITE, STEADY));
    assertThat(judge(Standing.NONE, SITE, Thread.State.WAITING, Reason.QUEUE_TAKE).verdict())
        .isEqualTo(Verdict.OK);
  }

  @Test
  void leavesIdleWorkersAloneThatEndByThemselves() {
    learn(Map.of(SITE, GROWING));
    Standing ending = Standing.of(false, false, true, null);
    assertThat(judge(ending, SITE, Thread.State.TIMED_WAITING, Reason.IDLE_POOL_WORKER).verdict())
        .isEqualTo(Verdict.IDLE);
    assertThat(judge(Standing.NONE, SITE, Thread.State.WAITING, Reason.IDLE_POOL_WORKER).verdict())
        .isEqualTo(Verdict.SUSPECTED);
  }

  @Test
  void givesTheStrongestOfSeveralVerdicts() {
    learn(Map.of(SITE, GROWING), SITE);
    Standing proven = Standing.of(true, true, false, null);
    assertThat(judge("a waits for b", proven, SITE, Thread.State.WAITING, Reason.LOCK))
        .isEqualTo(new Judgement(Verdict.DEADLOCKED, "a waits for b"));
    assertThat(judge(proven, SITE, Thread.State.WAITING, Reason.LOCK).verdict())
        .isEqualTo(Verdict.PROVEN);
    assertThat(judge(LONG, SITE, Thread.State.WAITING, Reason.LOCK).verdict())
        .isEqualTo(Verdict.STUCK);
    assertThat(judge(Standing.NONE, SITE, Thread.State.WAITING, Reason.LOCK).verdict())
        .isEqualTo(Verdict.SUSPECTED);
  }

  @Test
  void accusesNobodyWhomTheUserIgnores() {
    Site meant = Sites.spawned("com.acme.Meant", "run", 3);
    learn(Map.of(meant, GROWING, SITE, GROWING), meant, SITE);
    Standing proven = Standing.of(true, true, false, null);
    assertThat(judge("a waits for b", proven, meant, Thread.State.WAITING, Reason.LOCK))
        .isEqualTo(new Judgement(Verdict.OK, "ignored by com.acme.Meant.*"));
    Exemption byName = detector.judge().exemption("keep-7", SITE);
    assertThat(byName).isNotNull();
    assertThat(
            judge(
                Standing.of(true, true, false, byName),
                SITE,
                Thread.State.WAITING,
                Reason.IDLE_POOL_WORKER))
        .isEqualTo(new Judgement(Verdict.IDLE, "ignored by keep-*"));
    assertThat(detector.judge().exemption("kept-7", SITE)).isNull();
  }

  @Test
  void explainsTheJvmsOwnThreads() {
    Exemption handler = detector.judge().exemption("Reference Handler", OLDER);
    assertThat(handler).isNotNull();
    assertThat(
            judge(
                Standing.of(true, false, false, handler),
                OLDER,
                Thread.State.WAITING,
                Reason.LATCH))
        .isEqualTo(
            new Judgement(
                Verdict.OK, "hands references that the collector has cleared to their queues"));
  }

  @Test
  void believesAJvmThreadsNameOnlyWhereTheJvmGaveIt() {
    assertThat(detector.judge().exemption("Finalizer", SITE)).isNull();
    assertThat(detector.judge().exemption("", OLDER)).isNull();
  }

  @Test
  void suspectsALibrarysLongLivedThreadsWhenTheyPileUp() {
    Site c3p0 =
        Sites.spawned(
            "com.mchange.v2.async.ThreadPoolAsynchronousRunner", "recreateThreadsAndTasks", 5);
    learn(Map.of(), c3p0);
    assertThat(judge(LONG, c3p0, Thread.State.WAITING, Reason.OBJECT_WAIT).verdict())
        .isEqualTo(Verdict.OK);
    learn(Map.of(c3p0, GROWING), c3p0);
    assertThat(judge(LONG, c3p0, Thread.State.WAITING, Reason.OBJECT_WAIT).verdict())
        .isEqualTo(Verdict.SUSPECTED);
  }
}
