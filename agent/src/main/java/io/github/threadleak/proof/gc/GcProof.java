package io.github.threadleak.proof.gc;

import io.github.threadleak.census.LongParked;
import io.github.threadleak.census.Reconciler;
import io.github.threadleak.config.Log;
import io.github.threadleak.jvm.LiveThreads;
import io.github.threadleak.site.Site;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The proof by the garbage collector: a virtual thread that a collection finds no way to can never
 * be woken. Takes a sample of the long-parked ones out of the JDK's own list, waits for the
 * collections that come anyway, or forces some on request, and puts back what is alive. Safe for
 * use by many threads.
 */
public final class GcProof implements AutoCloseable {
  /** How soon a thread that is woken on probation is back in the JDK's list. */
  private static final long WATCH_MILLIS = 100;

  private static final long CLOSING_NANOS = 5_000_000_000L;
  private static final long BETWEEN_PROOFS_NANOS = 60_000_000_000L;

  private final LongParked parked;
  private final LiveThreads threads;
  private final Reconciler reconciler;
  private final boolean recover;
  private final double patienceSeconds;
  private final Log log;
  private final Findings findings = new Findings();
  private final AtomicLong errors = new AtomicLong();
  private final Thread watcher;

  // Guarded by this.
  private @Nullable Machinery machinery;
  private @Nullable Refused refusal;
  private boolean closed;
  private boolean proving;
  private @Nullable Long lastProof;

  /**
   * @param recover whether proven threads are let go
   * @param patienceSeconds how old a thread must be, and how often the agent looks for such
   */
  public GcProof(
      LongParked parked,
      LiveThreads threads,
      Reconciler reconciler,
      boolean recover,
      double patienceSeconds,
      Log log) {
    this.parked = parked;
    this.threads = threads;
    this.reconciler = reconciler;
    this.recover = recover;
    this.patienceSeconds = patienceSeconds;
    this.log = log;
    watcher = new Thread(null, this::watch, "threadleak-proof", 0, false);
    watcher.setDaemon(true);
  }

  public void start() {
    watcher.start();
  }

  /** Whether this thread is proven leaked, and was parked when last looked at. */
  public boolean isProven(long threadId) {
    return findings.isProven(threadId);
  }

  /** What is proven by now, most numerous site first. */
  public List<Finding> findings() {
    return findings.list();
  }

  /** Looks of the agent's own that ended in an exception. */
  public long errors() {
    return errors.get();
  }

  private void watch() {
    long lookNanos = (long) (patienceSeconds * 1e9);
    long nextLook = System.nanoTime() + lookNanos;
    while (!isClosed()) {
      try {
        boolean due = System.nanoTime() - nextLook >= 0;
        if (due) {
          nextLook = System.nanoTime() + lookNanos;
        }
        turn(due);
      } catch (Refused never) {
        log.info("proof=gc can prove nothing here: " + never.getMessage());
        return;
      } catch (InterruptedException stray) {
        // nobody has a reason to interrupt the agent's own thread
      } catch (Throwable problem) {
        errors.incrementAndGet();
        pause(WATCH_MILLIS);
      }
    }
  }

  private void turn(boolean due) throws Refused, InterruptedException {
    if (!due && idle()) {
      pause(WATCH_MILLIS);
      return;
    }
    Machinery its = machinery();
    if (its.probation().size() > 0) {
      its.probation().harvest(WATCH_MILLIS);
      its.probation().watch();
    }
    for (Site site : findings.news()) {
      if (!recover) {
        continue; // the next census sees them, and says so
      }
      log.info(
          "virtual threads of "
              + site.culpritText()
              + " (site "
              + site.id()
              + ") are proven leaked: the garbage collector finds nothing that could wake them");
    }
    if (isProving()) {
      return;
    }
    if (due) {
      its.candidates().admitInPassing(its.collector());
    }
    if (its.selfTest().hasPassed()) {
      its.probation().expose(true);
    }
  }

  /**
   * Forces collections until every long-parked thread that deserves it has been looked at, or time
   * is up: half a minute, and the collection under way.
   *
   * @throws Refused with the reason, where there can be no proof, or none now
   */
  public Result prove() throws Refused, InterruptedException {
    Machinery its = machinery();
    begin();
    try {
      return new ForcedProof(its, findings, this::isClosed).run();
    } catch (Refused never) {
      forgetThisProof();
      throw never;
    } finally {
      its.probation().releaseAll(false);
      end();
    }
  }

  private synchronized void begin() throws Refused {
    if (closed) {
      throw Refused.forNow("the agent is closing", 1);
    }
    long now = System.nanoTime();
    Long last = lastProof;
    if (proving || (last != null && now - last < BETWEEN_PROOFS_NANOS)) {
      long left = last == null ? 0 : BETWEEN_PROOFS_NANOS - (now - last);
      throw Refused.forNow(
          "one proof a minute: each stops the application for full collections",
          (int) Math.max(1, left / 1_000_000_000L + 1));
    }
    proving = true;
    lastProof = now;
  }

  private synchronized void forgetThisProof() {
    lastProof = null;
  }

  private synchronized void end() {
    proving = false;
  }

  private synchronized Machinery machinery() throws Refused {
    if (refusal != null) {
      throw refusal;
    }
    Machinery made = machinery;
    if (made == null) {
      try {
        made = Machinery.of(parked, threads, reconciler, recover, patienceSeconds, findings);
      } catch (Refused never) {
        refusal = never;
        throw never;
      }
      machinery = made;
    }
    return made;
  }

  private synchronized boolean idle() {
    return machinery == null || machinery.probation().size() == 0;
  }

  private synchronized boolean isProving() {
    return proving;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  @SuppressWarnings("WaitNotInLoop") // its callers are loops
  private synchronized void pause(long millis) {
    if (!closed) {
      try {
        wait(millis);
      } catch (InterruptedException stray) {
        // as above
      }
    }
  }

  /** Puts every thread back where it was; what was proven before stays known. */
  @Override
  public void close() {
    Machinery its;
    synchronized (this) {
      closed = true;
      notifyAll();
      its = machinery;
    }
    if (its == null) {
      return;
    }
    try {
      watcher.join(CLOSING_NANOS / 1_000_000);
      its.probation().close();
      long end = System.nanoTime() + CLOSING_NANOS;
      while (its.probation().size() > 0 && System.nanoTime() - end < 0) {
        its.probation().harvest(WATCH_MILLIS);
        its.probation().close(); // what came back just now
      }
    } catch (InterruptedException interrupted) {
      its.probation().close();
      Thread.currentThread().interrupt();
    }
  }
}
