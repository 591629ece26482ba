package io.github.threadleak.census;

/**
 * What one census leaves for the next with each thread, in the registry's one word for it: since
 * when it has been in the park it is in, told by a signature of that park. Pure functions.
 *
 * <pre>
 * since, tenths of a second : 32 | number of the census : 8 | parked, sure, again : 3 | signature : 21
 * </pre>
 *
 * <p>Two parks of a thread have the same signature with a chance of one in two million: the thread
 * is then taken for parked one census longer than it is.
 */
final class ParkNote {
  /** The signature of a thread that is not parked. */
  static final int NOT_PARKED = -1;

  private static final int SIGNATURE_BITS = 21;
  private static final int SIGNATURE_MASK = (1 << SIGNATURE_BITS) - 1;
  private static final long AGAIN = 1L << SIGNATURE_BITS;
  private static final long SURE = AGAIN << 1;
  private static final long PARKED = SURE << 1;
  private static final int CENSUS_SHIFT = SIGNATURE_BITS + 3;

  private ParkNote() {}

  /** Folds what tells a park into a signature. */
  static int signature(int state, int blocker, long stamp) {
    long mixed = (stamp * 0x9E3779B97F4A7C15L + blocker) * 0xC2B2AE3D27D4EB4FL + state;
    mixed ^= mixed >>> 29;
    return (int) ((mixed * 0x9E3779B97F4A7C15L) >>> (64 - SIGNATURE_BITS)) & SIGNATURE_MASK;
  }

  /**
   * The note of this census.
   *
   * @param before the note of the one before, 0 for none
   * @param proves whether an unchanged signature shows by itself that the thread has not run
   * @param collected whether a collection since the census before makes it show that, from here on
   * @param now tenths of a second
   */
  static long next(
      long before, int signature, boolean proves, boolean collected, int now, int census) {
    if (signature == NOT_PARKED) {
      return note(0, census, 0, 0);
    }
    if (!isIn(before, signature)) {
      return note(now, census, PARKED | (proves ? SURE : 0), signature);
    }
    if ((before & SURE) != 0) {
      return note(since(before), census, PARKED | SURE | AGAIN, signature);
    }
    return collected
        ? note(now, census, PARKED | SURE | AGAIN, signature)
        : note(since(before), census, PARKED | AGAIN, signature);
  }

  private static long note(int since, int census, long flags, int signature) {
    return ((long) since << 32) | ((long) (census & 0xff) << CENSUS_SHIFT) | flags | signature;
  }

  /** True where the noted park is the one with this signature. */
  static boolean isIn(long note, int signature) {
    return (note & PARKED) != 0 && (note & SIGNATURE_MASK) == signature;
  }

  /** True where the thread cannot have run since {@link #since}. */
  static boolean isSure(long note) {
    return (note & SURE) != 0;
  }

  /** True where two censuses saw the same signature. */
  static boolean isSeenAgain(long note) {
    return (note & AGAIN) != 0;
  }

  /** Tenths of a second. */
  static int since(long note) {
    return (int) (note >>> 32);
  }

  static boolean isOf(long note, int census) {
    return ((note >>> CENSUS_SHIFT) & 0xff) == (census & 0xff);
  }
}
