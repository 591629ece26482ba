package io.github.threadleak.demo.load;

import io.github.threadleak.demo.Scenario;
import io.github.threadleak.demo.scenario.Workers;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Drives every scenario in both variants, with several callers each, evenly over the whole time.
 *
 * <p>The number of calls is bounded, whatever the time, because what leaks stays: a few hundred
 * threads a scenario where they are platform threads, a few thousand where they are virtual.
 */
public final class LoadGenerator {
  /** Callers at a time, and the most calls over the whole time, for each variant of a scenario. */
  private record Intensity(int callers, int callsIfVirtual, int callsIfPlatform) {}

  private static final Map<Scenario, Intensity> INTENSITIES =
      new EnumMap<>(
          Map.of(
              Scenario.TIMEOUT_HANDOFF, new Intensity(16, 6_000, 600),
              Scenario.FAN_OUT, new Intensity(12, 1_800, 180),
              Scenario.AUDIT_LOG, new Intensity(4, 3_000, 600),
              Scenario.NOTIFICATIONS, new Intensity(12, 400, 150),
              Scenario.DEDUP_CACHE, new Intensity(6, 6_000, 6_000),
              Scenario.POOL_PER_REQUEST, new Intensity(4, 100, 100)));

  private final int port;
  private final Duration duration;
  private final SplittableRandom seeds;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(20))
          .build();
  private final Map<Scenario, Tally> leaking = new EnumMap<>(Scenario.class);
  private final Map<Scenario, Tally> fixed = new EnumMap<>(Scenario.class);
  private final List<Thread> callers = new ArrayList<>();

  /** The same seed gives the same calls, though not the same moments. */
  public LoadGenerator(int port, Collection<Scenario> scenarios, Duration duration, long seed) {
    this.port = port;
    this.duration = duration;
    seeds = new SplittableRandom(seed);
    for (Scenario scenario : scenarios) {
      leaking.put(scenario, new Tally());
      fixed.put(scenario, new Tally());
    }
  }

  /**
   * Starts the callers; they end by themselves. {@code virtual}: the service's workers are virtual
   * threads.
   */
  public void start(boolean virtual) {
    leaking.forEach((scenario, tally) -> start(scenario, true, tally, virtual));
    fixed.forEach((scenario, tally) -> start(scenario, false, tally, virtual));
  }

  /** Waits for the last caller to end; false if the time is not enough. */
  public boolean join(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (Thread caller : callers) {
      long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      caller.join(Math.max(1, millis));
      if (caller.isAlive()) {
        return false;
      }
    }
    return true;
  }

  /** What the callers of {@code leak=on} have seen so far. */
  public Tally leaking(Scenario scenario) {
    return tally(leaking, scenario);
  }

  /** What the callers of {@code leak=off} have seen so far. */
  public Tally fixed(Scenario scenario) {
    return tally(fixed, scenario);
  }

  /** All calls made so far. */
  public long calls() {
    long calls = 0;
    for (Tally tally : leaking.values()) {
      calls += tally.calls();
    }
    for (Tally tally : fixed.values()) {
      calls += tally.calls();
    }
    return calls;
  }

  private void start(Scenario scenario, boolean leak, Tally tally, boolean virtual) {
    Intensity intensity = INTENSITIES.get(scenario);
    if (intensity == null) {
      throw new IllegalStateException("no load for " + scenario.id());
    }
    Pace pace = new Pace(virtual ? intensity.callsIfVirtual : intensity.callsIfPlatform, duration);
    Call call = call(scenario, leak);
    ThreadFactory threads = Workers.named("caller-" + scenario.id());
    for (int i = 0; i < intensity.callers; i++) {
      SplittableRandom random = seeds.split();
      Thread caller = threads.newThread(() -> callInTurn(call, pace, random, tally));
      caller.start();
      callers.add(caller);
    }
  }

  private static void callInTurn(Call call, Pace pace, SplittableRandom random, Tally tally) {
    try {
      while (pace.awaitTurn(random)) {
        call.make(random, tally);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private Call call(Scenario scenario, boolean leak) {
    HttpCalls http = new HttpCalls(client, port, scenario, leak);
    return switch (scenario) {
      case TIMEOUT_HANDOFF -> http::quote;
      case FAN_OUT -> http::fanOut;
      case AUDIT_LOG -> http::record;
      case NOTIFICATIONS -> new SubscriberCalls(client, port, leak);
      case DEDUP_CACHE -> http::deduplicate;
      case POOL_PER_REQUEST -> http::page;
    };
  }

  private static Tally tally(Map<Scenario, Tally> tallies, Scenario scenario) {
    Tally tally = tallies.get(scenario);
    if (tally == null) {
      throw new IllegalArgumentException(scenario.id() + " is not driven");
    }
    return tally;
  }
}
