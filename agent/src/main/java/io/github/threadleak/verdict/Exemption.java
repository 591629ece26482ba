package io.github.threadleak.verdict;

/**
 * Why threads are not accused. There is one object for each reason, so that identity tells them
 * apart.
 *
 * @param why in words, for a reader who wonders about the threads
 * @param from what they are not accused of
 */
public record Exemption(String why, From from) {
  /** What a thread may be exempt from. */
  public enum From {
    /** Meant to live for ever, one or a few: stuck says nothing of it, growth still does. */
    STUCK,
    /** The JVM's and the agent's own: neither. */
    STUCK_AND_GROWTH,
    /** The user has said so: no verdict at all. */
    EVERYTHING
  }

  // By hand, as in Frame.
  @Override
  @SuppressWarnings("ReferenceEquality")
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
