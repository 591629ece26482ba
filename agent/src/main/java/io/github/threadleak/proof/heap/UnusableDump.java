package io.github.threadleak.proof.heap;

/** A file that is no heap dump, is damaged, or would not allow a sound proof. Says so in a line. */
public final class UnusableDump extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableDump(String line) {
    super(line);
  }
}
