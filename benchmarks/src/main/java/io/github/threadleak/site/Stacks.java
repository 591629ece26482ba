package io.github.threadleak.site;

import java.util.function.Supplier;

/** Calls from stacks of a wanted depth, as many different ones as are wanted. */
final class Stacks {
  private Stacks() {}

  /** Calls {@code last} with that many frames above the caller's own. */
  static <T> T at(int depth, Supplier<T> last) {
    return depth == 0 ? last.get() : at(depth - 1, last);
  }

  /**
   * Calls {@code last} by way of the lines that the bits of {@code path} choose: one stack for each
   * of the numbers below 2 to the power of {@code depth}.
   */
  static <T> T along(int path, int depth, Supplier<T> last) {
    if (depth == 0) {
      return last.get();
    }
    if ((path & 1) == 0) {
      return along(path >>> 1, depth - 1, last);
    }
    return along(path >>> 1, depth - 1, last);
  }
}
