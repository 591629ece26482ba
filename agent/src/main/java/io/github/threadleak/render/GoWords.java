package io.github.threadleak.render;

import io.github.threadleak.site.Frame;

/** A frame in the words of a Go stack. */
final class GoWords {
  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final int LINE_BITS = 16;

  private GoWords() {}

  static String function(Frame frame) {
    return Words.plain(Stacks.name(frame)).replace(' ', '_');
  }

  /**
   * An address that no code has, but the same one for the same frame in every answer: a hash of the
   * method where Go has its entry, plus {@link #offset}.
   */
  static String address(Frame frame) {
    long hash = FNV_BASIS;
    String name = Stacks.name(frame);
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * FNV_PRIME;
    }
    return "0x" + Long.toHexString(((hash >>> 18) << LINE_BITS) + lineOffset(frame));
  }

  /** The line stands in for the distance from the method's entry. */
  static String offset(Frame frame) {
    return "0x" + Integer.toHexString(lineOffset(frame));
  }

  /** {@code Foo.java:17}; Go's {@code ??:0} where the class file does not say. */
  static String place(Frame frame) {
    return place(frame, "");
  }

  /** The same with what a reader of Go stacks takes for a source file's ending. */
  static String goPlace(Frame frame) {
    return place(frame, ".go");
  }

  private static String place(Frame frame, String ending) {
    String file = frame.file();
    if (file == null || frame.line() <= 0) {
      return "??:0";
    }
    return Words.plain(file) + ending + ":" + frame.line();
  }

  private static int lineOffset(Frame frame) {
    return Math.max(0, frame.line()) & ((1 << LINE_BITS) - 1);
  }
}
