package io.github.threadleak.verdict;

/** Lengths of time in the words of a verdict. */
final class Durations {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Durations() {}

  /** The two largest units, without one that is 0: {@code 6h}, {@code 1h30m}, {@code 45s}. */
  static String words(double seconds) {
    long whole = Math.round(seconds);
    if (whole < MINUTE) {
      return whole + "s";
    }
    if (whole < HOUR) {
      return two(whole, MINUTE, "m", 1, "s");
    }
    if (whole < DAY) {
      return two(whole, HOUR, "h", MINUTE, "m");
    }
    return two(whole, DAY, "d", HOUR, "h");
  }

  private static String two(long whole, long unit, String name, long smaller, String itsName) {
    long rest = whole % unit / smaller;
    return whole / unit + name + (rest == 0 ? "" : rest + itsName);
  }
}
