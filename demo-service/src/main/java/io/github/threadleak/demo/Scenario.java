package io.github.threadleak.demo;

import io.github.threadleak.demo.Wait.Sharing;
import io.github.threadleak.demo.scenario.AuditLog;
import io.github.threadleak.demo.scenario.AuditLogFixed;
import io.github.threadleak.demo.scenario.DedupCache;
import io.github.threadleak.demo.scenario.DedupCacheFixed;
import io.github.threadleak.demo.scenario.FanOut;
import io.github.threadleak.demo.scenario.FanOutFixed;
import io.github.threadleak.demo.scenario.Notifications;
import io.github.threadleak.demo.scenario.NotificationsFixed;
import io.github.threadleak.demo.scenario.PoolPerRequest;
import io.github.threadleak.demo.scenario.PoolPerRequestFixed;
import io.github.threadleak.demo.scenario.TimeoutHandoff;
import io.github.threadleak.demo.scenario.TimeoutHandoffFixed;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * The scenarios: what each leaks, on which lines, what that waits on, and what its fixed variant
 * may hold.
 */
public enum Scenario {
  TIMEOUT_HANDOFF(
      "timeout-handoff",
      "The caller gave up at its deadline; its worker still waits to hand over the answer.",
      TimeoutHandoff.class,
      TimeoutHandoffFixed.class,
      0,
      new LeakSite(
          TimeoutHandoff.class,
          "quote",
          "worker.start();",
          Wait.on(SynchronousQueue.class, Sharing.ONE_A_THREAD, "queue put"))),

  FAN_OUT(
      "fan-out",
      "The parent returned at its deadline; the workers it left out still wait for it.",
      FanOut.class,
      FanOutFixed.class,
      0,
      new LeakSite(
          FanOut.class,
          "gather",
          "worker.start();",
          Wait.on(SynchronousQueue.class, Sharing.ONE_A_REQUEST, "queue put"))),

  AUDIT_LOG(
      "audit-log",
      "Every record spawns a thread that puts into a full queue which nobody empties.",
      AuditLog.class,
      AuditLogFixed.class,
      1,
      new LeakSite(
          AuditLog.class,
          "record",
          "writer.start();",
          Wait.on(ArrayBlockingQueue.class, Sharing.ONE_FOR_ALL, "queue put"))),

  NOTIFICATIONS(
      "notifications",
      "The WebSocket closed; its message pump and its heartbeat did not hear of it.",
      Notifications.class,
      NotificationsFixed.class,
      0,
      new LeakSite(
          Notifications.class,
          "startPump",
          "pump.start();",
          Wait.on(LinkedBlockingQueue.class, Sharing.ONE_A_THREAD, "queue take")),
      new LeakSite(
          Notifications.class, "startHeartbeat", "heartbeat.start();", Wait.onNothing("sleep"))),

  DEDUP_CACHE(
      "dedup-cache",
      "The control: a map that only grows. Memory climbs, threads do not: nothing to name.",
      DedupCache.class,
      DedupCacheFixed.class,
      0),

  POOL_PER_REQUEST(
      "pool-per-request",
      "Every request makes a thread pool and never shuts it down.",
      PoolPerRequest.class,
      PoolPerRequestFixed.class,
      PoolPerRequestFixed.THREADS,
      new LeakSite(
          PoolPerRequest.class,
          "page",
          "Executors.newFixedThreadPool(",
          Wait.inPool(
              ThreadPoolExecutor.class,
              LinkedBlockingQueue.class,
              Sharing.ONE_A_REQUEST,
              "idle pool worker")));

  private final String id;
  private final String story;
  private final Class<?> leaking;
  private final Class<?> fixed;
  private final int steadyThreads;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<LeakSite> leakSites;

  Scenario(
      String id,
      String story,
      Class<?> leaking,
      Class<?> fixed,
      int steadyThreads,
      LeakSite... leakSites) {
    this.id = id;
    this.story = story;
    this.leaking = leaking;
    this.fixed = fixed;
    this.steadyThreads = steadyThreads;
    this.leakSites = List.of(leakSites);
  }

  /** The scenario of this id, as in {@code --scenario ID}. */
  public static Optional<Scenario> of(String id) {
    for (Scenario scenario : values()) {
      if (scenario.id.equals(id)) {
        return Optional.of(scenario);
      }
    }
    return Optional.empty();
  }

  /** Its name for people, and the path at which the service has it. */
  public String id() {
    return id;
  }

  /** What goes wrong, in one sentence. */
  public String story() {
    return story;
  }

  public Class<?> leaking() {
    return leaking;
  }

  public Class<?> fixed() {
    return fixed;
  }

  /** The most threads that the fixed variant may keep alive when no request is under way. */
  public int steadyThreads() {
    return steadyThreads;
  }

  /** The lines that leak; none for the control. */
  public List<LeakSite> leakSites() {
    return leakSites;
  }

  /**
   * Threads that each leaking line must have left behind when so many have been started for good.
   */
  public long leakedOf(long abandoned) {
    return this == AUDIT_LOG ? Math.max(0, abandoned - AuditLog.CAPACITY) : abandoned;
  }
}
