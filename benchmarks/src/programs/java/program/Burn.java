package program;

/**
 * Work of a fixed number of steps, each of which waits for the one before: processor time alone.
 */
final class Burn {
  private Burn() {}

  /**
   * Marsaglia's xorshift: each step waits for the one before, and no two can be made one, so that a
   * step takes the same time however the compiler has unrolled the loop.
   */
  static void steps(long steps) {
    long value = 1;
    for (long i = 0; i < steps; i++) {
      value ^= value << 13;
      value ^= value >>> 7;
      value ^= value << 17;
    }
    if (value == 0) { // which it never is
      throw new IllegalStateException("the steps were left out");
    }
  }
}
