package io.github.threadleak.boot;

import io.github.threadleak.census.Reconciler;
import io.github.threadleak.config.Log;
import io.github.threadleak.jvm.Threads;
import io.github.threadleak.probe.Probes;
import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.Registry;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Sees to it that the probes stay. Whoever retransforms Thread or VirtualThread after this agent
 * (an APM agent, a mocking library, a debugger) starts from the JDK's own byte code and takes the
 * probes out, and nothing tells. So now and then a thread of the agent's own is started and looked
 * for in the books; a virtual thread that no probe saw start is a sign too. Called by the census
 * thread.
 */
final class ProbeKeeper implements BooleanSupplier {
  /** A census is ten seconds: once a minute. */
  private static final int CENSUSES_BETWEEN_CHECKS = 6;

  /** Two agents must not fight for ever. */
  private static final int MOST_REPLACEMENTS = 5;

  private final Probes probes;
  private final Books books;
  private final Reconciler reconciler;
  private final Log log;
  private final AtomicInteger losses = new AtomicInteger();
  private int census;
  private long unseenStarts;

  ProbeKeeper(Probes probes, Books books, Reconciler reconciler, Log log) {
    this.probes = probes;
    this.books = books;
    this.reconciler = reconciler;
    this.log = log;
  }

  /** How often the probes were found to be gone. */
  int losses() {
    return losses.get();
  }

  /** False where the probes were gone; they are back then, but for the last time of all. */
  @Override
  public boolean getAsBoolean() {
    long unseen = reconciler.unseenStarts();
    boolean sign = unseen > unseenStarts && books.probeErrors() == 0;
    unseenStarts = unseen;
    boolean due = census++ % CENSUSES_BETWEEN_CHECKS == 0;
    if (!sign && (!due || seesItsOwnThread())) {
      return true;
    }
    if (losses.incrementAndGet() > MOST_REPLACEMENTS) {
      return false;
    }
    try {
      probes.placeAgain();
      log.info(
          "found its probes gone, taken out by another agent's retransformation, and has put them back"
              + (losses.get() == MOST_REPLACEMENTS ? " for the last time" : ""));
    } catch (Exception cannot) {
      log.info("found its probes gone and could not put them back: " + cannot.getMessage());
    }
    return false;
  }

  /** Starts and ends a thread, and looks for both in the books. */
  boolean seesItsOwnThread() {
    CountDownLatch looked = new CountDownLatch(1);
    Runnable waiting =
        new Runnable() {
          @Override
          public void run() {
            await(looked);
          }
        };
    Thread thread = new Thread(null, waiting, "threadleak-check", 0, false);
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError noThread) {
      return true; // says nothing about the probes
    }
    long id = Threads.id(thread);
    Registry.Entry entry = new Registry.Entry();
    boolean seenStarting = books.registry().find(id, entry);
    looked.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException stray) {
      return true;
    }
    return seenStarting && (thread.isAlive() || !books.registry().find(id, entry));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stray) {
      // the look is over, or will find the thread gone
    }
  }
}
