package io.github.threadleak.census;

import io.github.threadleak.snapshot.Sighting;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands what one thread sees to another that shows it. The one is never more than a few batches
 * ahead, so that a reader that stalls costs no memory; once the other has given up it is told so at
 * its next batch.
 */
final class Relay {
  private static final int BATCH = 256;
  private static final int AHEAD = 4;
  private static final long GLANCE_MILLIS = 100;
  private static final List<Sighting> END = new ArrayList<>(0);

  private final BlockingQueue<List<Sighting>> batches = new ArrayBlockingQueue<>(AHEAD);
  private volatile boolean givenUp;

  // The giver's own until its last batch is taken.
  private List<Sighting> filling = new ArrayList<>(BATCH);
  private @Nullable Throwable problem;

  /**
   * Does what the giver does; it must be a thread of its own. What goes wrong there is thrown by
   * {@link #takeAll}.
   */
  void give(Lookout.Look look) {
    try {
      try {
        look.passTo(this::put);
      } catch (Throwable met) {
        problem = met;
      }
      hand(filling);
      hand(END);
    } catch (CancellationException nobodyTakes) {
      // takeAll has thrown what there is to say
    }
  }

  /** Throws CancellationException where nobody takes it. */
  private void put(Sighting sighting) {
    filling.add(sighting);
    if (filling.size() == BATCH) {
      hand(filling);
      filling = new ArrayList<>(BATCH);
    }
  }

  private void hand(List<Sighting> batch) {
    while (!givenUp) {
      try {
        if (batches.offer(batch, GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException stray) {
        // nobody has a reason to interrupt the agent's own thread
      }
    }
    throw new CancellationException();
  }

  /** Takes until there is no more. */
  @SuppressWarnings("ReferenceEquality") // END stands for itself
  void takeAll(Lookout.Each each) throws IOException {
    try {
      for (List<Sighting> batch = batches.take(); batch != END; batch = batches.take()) {
        for (Sighting sighting : batch) {
          each.accept(sighting);
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the agent is closing");
    } finally {
      givenUp = true;
    }
    if (problem != null) {
      throw new IllegalStateException("a look at the threads failed", problem);
    }
  }
}
