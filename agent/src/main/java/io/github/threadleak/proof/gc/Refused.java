package io.github.threadleak.proof.gc;

/** Why there is no proof to be had; the message says it in words for a user. */
public final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  private final int retrySeconds;

  private Refused(String reason, int retrySeconds) {
    super(reason);
    this.retrySeconds = retrySeconds;
  }

  static Refused because(String reason) {
    return new Refused(reason, 0);
  }

  static Refused forNow(String reason, int retrySeconds) {
    return new Refused(reason, retrySeconds);
  }

  /** After how many seconds to try again; 0 where this JVM never can. */
  public int retrySeconds() {
    return retrySeconds;
  }

  // An answer, not a fault: nobody reads its stack.
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
