package io.github.threadleak.verdict;

/**
 * How the live threads of a site have grown.
 *
 * @param perHour the slope, in threads (or pools) an hour
 * @param overSeconds the window that it was taken over
 * @param suspicious true where that is more than chance, still going on, and the old threads are
 *     still there
 * @param ofPools true where pools were counted, since each pool has no more than so many threads
 */
public record Growth(double perHour, double overSeconds, boolean suspicious, boolean ofPools) {
  /** As in {@code +27.1/min over 6h}. */
  public String words() {
    boolean slow = Math.abs(perHour) < 60;
    double rate = slow ? perHour : perHour / 60;
    double tenths = Math.rint(rate * 10) / 10;
    String number =
        tenths == Math.rint(tenths) ? Long.toString((long) tenths) : Double.toString(tenths);
    return (tenths < 0 ? "" : "+")
        + number
        + (ofPools ? " pools" : "")
        + (slow ? "/h" : "/min")
        + " over "
        + Durations.words(overSeconds);
  }
}
