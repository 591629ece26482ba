package io.github.threadleak.boot;

import io.github.threadleak.census.LongParked;
import io.github.threadleak.census.Reconciler;
import io.github.threadleak.config.Log;
import io.github.threadleak.config.Options;
import io.github.threadleak.jvm.LiveThreads;
import io.github.threadleak.proof.gc.GcProof;
import io.github.threadleak.registry.Books;
import io.github.threadleak.site.SiteTable;
import org.jspecify.annotations.Nullable;

/** Starts the proof by the garbage collector for who asks for it, and says what it does besides. */
final class Proving {
  private static final double LONG_PARKED_SECONDS = 60;

  private static final String PROOF_SIDE_EFFECTS =
      "proof=gc: virtual threads parked for long stand outside the JDK's own thread dumps for a while; for those that"
          + " nothing can wake, WeakReferences to what only they hold are cleared and finalizers of it run, so that"
          + " whoever holds their wake-up weakly can never wake them; POST /api/v1/prove forces full collections";
  private static final String RECOVER_SIDE_EFFECTS =
      "recover=on: virtual threads proven leaked are left to the garbage collector; their finally blocks do not run";

  private Proving() {}

  /** Null unless {@code proof=gc}. */
  static @Nullable GcProof startIfAsked(
      Options options,
      Books books,
      SiteTable sites,
      LiveThreads threads,
      Reconciler reconciler,
      Log log) {
    if (!options.proofByGc()) {
      if (options.recover()) {
        log.info("recover=on does nothing without proof=gc");
      }
      return null;
    }
    log.info(PROOF_SIDE_EFFECTS);
    if (options.recover()) {
      log.info(RECOVER_SIDE_EFFECTS);
    }
    GcProof proof =
        new GcProof(
            new LongParked(books, sites, threads),
            threads,
            reconciler,
            options.recover(),
            Math.min(LONG_PARKED_SECONDS, options.stuckAfter().toMillis() / 1e3),
            log);
    proof.start();
    return proof;
  }
}
