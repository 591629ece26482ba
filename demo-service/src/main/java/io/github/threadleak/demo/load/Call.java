package io.github.threadleak.demo.load;

import java.util.SplittableRandom;

/** One call of a client, from its first byte to its end. */
interface Call {
  /** Makes the call and notes in the tally what came of it. */
  void make(SplittableRandom random, Tally tally) throws InterruptedException;
}
