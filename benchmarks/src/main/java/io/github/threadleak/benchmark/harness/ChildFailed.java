package io.github.threadleak.benchmark.harness;

/** A process that was measured crashed, hung, or did not say what it had to. */
public final class ChildFailed extends Exception {
  private static final long serialVersionUID = 1;

  public ChildFailed(String what) {
    super(what);
  }
}
