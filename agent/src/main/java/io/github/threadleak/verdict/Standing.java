package io.github.threadleak.verdict;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a single thread before its stack is read, and matters for its verdict.
 *
 * @param longParked it has been in one and the same park for {@code stuck-after}, for sure
 * @param proven the garbage collector has proven it leaked
 * @param ending an idle worker that its pool lets end within minutes
 * @param exemption why it is not accused, by its name; null where there is no reason
 */
public record Standing(
    boolean longParked, boolean proven, boolean ending, @Nullable Exemption exemption) {
  private static final Standing[] PLAIN = new Standing[8];

  static {
    for (int i = 0; i < PLAIN.length; i++) {
      PLAIN[i] = new Standing((i & 1) != 0, (i & 2) != 0, (i & 4) != 0, null);
    }
  }

  /** Nothing is known. */
  public static final Standing NONE = PLAIN[0];

  /** One of these; the usual ones are shared. */
  public static Standing of(
      boolean longParked, boolean proven, boolean ending, @Nullable Exemption exemption) {
    return exemption == null
        ? PLAIN[(longParked ? 1 : 0) + (proven ? 2 : 0) + (ending ? 4 : 0)]
        : new Standing(longParked, proven, ending, exemption);
  }

  // By hand, as in Frame.
  @Override
  @SuppressWarnings("ReferenceEquality") // there is one object for each exemption
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Standing standing
            && longParked == standing.longParked
            && proven == standing.proven
            && ending == standing.ending
            && exemption == standing.exemption);
  }

  @Override
  public int hashCode() {
    return (longParked ? 1 : 0)
        + (proven ? 2 : 0)
        + (ending ? 4 : 0)
        + System.identityHashCode(exemption) * 8;
  }
}
