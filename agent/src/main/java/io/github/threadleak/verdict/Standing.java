package io.github.threadleak.verdict;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a single thread before its stack is read, and matters for its verdict.
 *
 * @param longParked it has been in one and the same park for {@code stuck-after}, for sure
 * @param proven the garbage collector has proven it leaked
 * @param exemption why it is not accused, by its name; null where there is no reason
 */
public record Standing(boolean longParked, boolean proven, @Nullable Exemption exemption) {
  private static final Standing[] PLAIN = {
    new Standing(false, false, null),
    new Standing(true, false, null),
    new Standing(false, true, null),
    new Standing(true, true, null)
  };

  /** Nothing is known. */
  public static final Standing NONE = PLAIN[0];

  /** One of these; the usual ones are shared. */
  public static Standing of(boolean longParked, boolean proven, @Nullable Exemption exemption) {
    return exemption == null
        ? PLAIN[(longParked ? 1 : 0) + (proven ? 2 : 0)]
        : new Standing(longParked, proven, exemption);
  }

  // By hand, as in Frame.
  @Override
  @SuppressWarnings("ReferenceEquality") // there is one object for each exemption
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Standing standing
            && longParked == standing.longParked
            && proven == standing.proven
            && exemption == standing.exemption);
  }

  @Override
  public int hashCode() {
    return (longParked ? 1 : 0) + (proven ? 2 : 0) + System.identityHashCode(exemption) * 4;
  }
}
