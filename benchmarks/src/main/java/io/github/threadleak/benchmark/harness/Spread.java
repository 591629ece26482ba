package io.github.threadleak.benchmark.harness;

import java.util.Arrays;

/**
 * The middle and the ends of some figures.
 *
 * @param median the middle one, or the mean of the two in the middle
 */
public record Spread(double median, double least, double most) {
  private static final Spread NONE = new Spread(Double.NaN, Double.NaN, Double.NaN);

  /** All three are not a number where there are no figures. */
  public static Spread of(double[] figures) {
    if (figures.length == 0) {
      return NONE;
    }
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  public boolean isKnown() {
    return !Double.isNaN(median);
  }
}
