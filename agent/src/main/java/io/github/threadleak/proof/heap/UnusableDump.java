package io.github.threadleak.proof.heap;

/** A file that is no heap dump, is damaged, or would not allow a sound proof. Says so in a line. */
public final class UnusableDump extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  UnusableDump(String line) {
    this(line, false);
  }

  private UnusableDump(String line, boolean passing) {
    super(line);
    this.passing = passing;
  }

  /** Another dump of the same JVM may be usable. */
  static UnusableDump thisTime(String line) {
    return new UnusableDump(line, true);
  }

  /** Whether another dump of the same JVM may be usable. */
  public boolean isPassing() {
    return passing;
  }
}
