package program;

/**
 * Work of a fixed number of steps, each of which waits for the one before: processor time alone.
 */
final class Burn {
  private Burn() {}

  /** Knuth's generator for 64 bits; never called with a number of steps that brings it to 0. */
  static void steps(long steps) {
    long value = 1;
    for (long i = 0; i < steps; i++) {
      value = value * 6364136223846793005L + 1442695040888963407L;
    }
    if (value == 0) {
      throw new IllegalStateException("the steps were left out");
    }
  }
}
