package io.github.threadleak.benchmark.harness;

/** Something that a benchmark needs is not on this machine; the message says what. */
public final class Unavailable extends Exception {
  private static final long serialVersionUID = 1;

  public Unavailable(String what) {
    super(what);
  }
}
