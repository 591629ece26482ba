package io.github.threadleak.proof.gc;

import io.github.threadleak.census.LongSet;
import io.github.threadleak.site.Site;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** One proof on request, in rounds of two forced collections each. For one thread. */
final class ForcedProof {
  /** No round begins after this. */
  private static final long LONGEST_NANOS = 30_000_000_000L;

  /** How long to wait for somebody who walks over all threads. */
  private static final long QUIET_NANOS = 10_000_000_000L;

  /** How long the JDK may take to pass on what a collection has found. */
  private static final long OWED_NANOS = 20_000_000_000L;

  private static final long POLL_MILLIS = 20;
  private static final int FEW = 1_024;

  private final Machinery machinery;
  private final Probation probation;
  private final Findings findings;
  private final BooleanSupplier closed;
  private final LongSet lookedAt;
  private final int lookedAtBefore;
  private final Map<Site, Integer> sampled = new HashMap<>();
  private LongSet again = new LongSet();
  private int collections;
  private long nanos;

  ForcedProof(Machinery machinery, Findings findings, BooleanSupplier closed) {
    this.machinery = machinery;
    probation = machinery.probation();
    this.findings = findings;
    this.closed = closed;
    lookedAt = machinery.candidates().lookedAt();
    lookedAtBefore = lookedAt.size();
  }

  /**
   * Runs it.
   *
   * @throws Refused where collections cannot be forced; nothing was taken out of its place then
   */
  Result run() throws Refused, InterruptedException {
    long before = findings.ever();
    long end = System.nanoTime() + LONGEST_NANOS;
    boolean complete = false;
    boolean disturbed = false;
    admit();
    // After the guards are set: an abandoned executor's threads go with the very first collection.
    String reason = machinery.selfTest().whyNotByForce();
    if (reason != null) {
      throw Refused.because(reason);
    }
    awaitOwed();
    while (!disturbed && !closed.getAsBoolean() && System.nanoTime() - end < 0) {
      admit(); // no sooner than they are collected, for they count as looked at
      if (probation.waiting() == 0) {
        complete = true;
        break;
      }
      disturbed = !round();
    }
    machinery.candidates().finish(lookedAt, complete || disturbed);
    if (machinery.recovers() && machinery.collector().handsBack() && probation.size() > 0) {
      collect(); // what is let go is gone when this returns
    }
    return new Result(
        machinery.collector().words(),
        collections,
        nanos / 1_000_000,
        lookedAt.size() - lookedAtBefore,
        findings.ever() - before,
        complete,
        findings.list());
  }

  private void admit() {
    machinery.candidates().admitForced(machinery.collector(), again, lookedAt, sampled);
  }

  /** False where threads could not be exposed, since somebody looks at them all the time. */
  private boolean round() throws InterruptedException {
    long end = System.nanoTime() + QUIET_NANOS;
    while (probation.expose(false) > 0) {
      if (closed.getAsBoolean() || System.nanoTime() - end >= 0) {
        probation.releaseAll(false);
        return false;
      }
      Thread.sleep(POLL_MILLIS);
    }
    collect();
    if (machinery.collector().handsBack()) {
      collect();
    }
    again = stragglers(probation.releaseAll(true));
    return true;
  }

  private void collect() throws InterruptedException {
    long start = System.nanoTime();
    System.gc();
    nanos += System.nanoTime() - start;
    collections++;
    awaitOwed();
  }

  private void awaitOwed() throws InterruptedException {
    long end = System.nanoTime() + OWED_NANOS;
    while (probation.isOwed() && System.nanoTime() - end < 0) {
      probation.harvest(POLL_MILLIS);
    }
  }

  /**
   * The few that were alive where others were not. A census, a dump or a profiler may have held
   * them at that moment, so they are looked at once more.
   */
  private LongSet stragglers(List<Guard> alive) {
    LongSet few = new LongSet();
    for (Guard guard : alive) {
      if (findings.has(guard.site) && !again.contains(guard.id()) && few.size() < FEW) {
        few.add(guard.id());
      }
    }
    return few.size() < FEW ? few : new LongSet();
  }
}
