package io.github.threadleak.endpoint;

import io.github.threadleak.census.Filter;
import io.github.threadleak.census.Lookout;
import io.github.threadleak.http.HttpError;
import io.github.threadleak.http.Response;
import io.github.threadleak.render.Json;
import io.github.threadleak.render.Profile;
import io.github.threadleak.render.Report;
import io.github.threadleak.snapshot.Grouping;
import io.github.threadleak.snapshot.Snapshot;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Looks at the threads for all profiles, and holds what they share: one dump that reads every stack
 * at a time, and two that wait for a difference, of the eight connections that there are.
 */
final class Look {
  private static final long GLANCE_MILLIS = 250;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int DIFFERENCES = 2;

  private final Lookout lookout;
  private final Supplier<Json.Head> head;
  private final Semaphore everyStack = new Semaphore(1);
  private final Semaphore differences = new Semaphore(DIFFERENCES);

  Look(Lookout lookout, Supplier<Json.Head> head) {
    this.lookout = lookout;
    this.head = head;
  }

  /** Two reports of the same threads, some seconds apart. */
  record Pair(Report before, Report after) {}

  /** Something that is written while, perhaps, every stack is read. */
  interface Work {
    void write() throws IOException;
  }

  Json.Head head() {
    return head.get();
  }

  Lookout lookout() {
    return lookout;
  }

  Report report(Profile profile, ProfileParameters parameters) {
    Snapshot snapshot =
        lookout.snapshot(parameters.filter(), parameters.grouping(), parameters.exact());
    return new Report(
        profile,
        snapshot,
        parameters.grouping(),
        parameters.exact(),
        parameters.filters(),
        head.get());
  }

  /** The threads that pass a filter of the agent's own. */
  Report report(Filter filter, Grouping grouping) {
    Snapshot snapshot = lookout.snapshot(filter, grouping, false);
    return new Report(Profile.THREADS, snapshot, grouping, false, List.of(), head.get());
  }

  /** Refuses a dump of every stack while there is another. */
  void refuseASecond() throws HttpError {
    if (everyStack.availablePermits() == 0) {
      throw new HttpError(429, "a full dump is being written; try again when it is done")
          .with("Retry-After", "10");
    }
  }

  /**
   * Does what reads every stack. It comes after {@link #refuseASecond}, when streaming has begun:
   * whoever lost the race in between waits for the other.
   */
  void alone(Work work) throws IOException {
    everyStack.acquireUninterruptibly();
    try {
      work.write();
    } finally {
      everyStack.release();
    }
  }

  private Report reportAlone(Profile profile, ProfileParameters parameters)
      throws InterruptedException {
    if (!parameters.exact()) {
      return report(profile, parameters);
    }
    everyStack.acquire();
    try {
      return report(profile, parameters);
    } finally {
      everyStack.release();
    }
  }

  /** Looks twice. Gives up when the client hangs up, and when the agent closes. */
  Pair difference(Profile profile, ProfileParameters parameters, Response response)
      throws HttpError {
    if (!differences.tryAcquire()) {
      throw new HttpError(
              429, DIFFERENCES + " profiles with seconds are being taken; try again later")
          .with("Retry-After", Integer.toString(parameters.seconds()));
    }
    try {
      Report before = reportAlone(profile, parameters);
      long end = System.nanoTime() + parameters.seconds() * NANOS_PER_SECOND;
      for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
        if (!response.isAwaited()) {
          throw new HttpError(503, "nobody waits for this any more");
        }
        Thread.sleep(Math.max(1, Math.min(GLANCE_MILLIS, left / 1_000_000)));
      }
      return new Pair(before, reportAlone(profile, parameters));
    } catch (InterruptedException closing) {
      throw new HttpError(503, "the agent is closing");
    } finally {
      differences.release();
    }
  }
}
