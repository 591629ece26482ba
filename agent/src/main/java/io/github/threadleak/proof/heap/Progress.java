package io.github.threadleak.proof.heap;

/** Is told how far the work is. */
public interface Progress {
  /** For those who do not look. */
  Progress NONE = (step, share) -> {};

  /**
   * Called now and then.
   *
   * @param step what is being done
   * @param share how much of it is done, 0 to 1; negative where that is not known
   */
  void at(String step, double share);
}
