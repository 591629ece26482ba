package io.github.threadleak.verdict;

import java.util.Arrays;

/** Statistics of a short series. Pure functions. */
final class Trend {
  private Trend() {}

  /**
   * How sure it is that a series rises: Mann's statistic in units of its standard deviation, with
   * Kendall's corrections for ties and for continuity. Under chance it is near to normal from eight
   * values on; 3.09 is a chance of one in a thousand. 0 where the values are all the same.
   *
   * <p>H. B. Mann, Nonparametric tests against trend, Econometrica 13 (1945); M. G. Kendall, Rank
   * Correlation Methods (1975).
   */
  static double mannKendall(int[] values) {
    int n = values.length;
    long s = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        s += Integer.signum(values[j] - values[i]);
      }
    }
    double variance = n * (n - 1.0) * (2.0 * n + 5);
    int[] sorted = values.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < n; ) {
      int tied = 1;
      while (i + tied < n && sorted[i + tied] == sorted[i]) {
        tied++;
      }
      variance -= tied * (tied - 1.0) * (2.0 * tied + 5);
      i += tied;
    }
    variance /= 18;
    return variance <= 0 ? 0 : (s - Long.signum(s)) / Math.sqrt(variance);
  }

  /**
   * The slope of a series, per unit of time: the median of the slopes between any two of its
   * points, which a few outliers do not move. 0 for less than two points in time.
   *
   * <p>H. Theil, A rank-invariant method of linear and polynomial regression analysis (1950); P. K.
   * Sen, Estimates of the regression coefficient based on Kendall's tau, JASA 63 (1968).
   *
   * @param times rising
   */
  static double theilSen(int[] times, int[] values) {
    int n = values.length;
    double[] slopes = new double[n * (n - 1) / 2];
    int known = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        if (times[j] > times[i]) {
          slopes[known++] = (values[j] - (double) values[i]) / (times[j] - times[i]);
        }
      }
    }
    if (known == 0) {
      return 0;
    }
    Arrays.sort(slopes, 0, known);
    return known % 2 == 1 ? slopes[known / 2] : (slopes[known / 2 - 1] + slopes[known / 2]) / 2;
  }

  /**
   * The chance of at most {@code events} where {@code expected} are expected: the lower tail of
   * Poisson's distribution, summed term by term.
   */
  static double poissonAtMost(long events, double expected) {
    if (expected <= 0) {
      return 1;
    }
    // Far out on either side, where the sum would be long, the answer is plain: three parts in a
    // thousand is 3 standard deviations, this is 8.
    double distance = (events + 0.5 - expected) / Math.sqrt(expected);
    if (distance < -8) {
      return 0;
    }
    if (distance > 8) {
      return 1;
    }
    double logTerm = -expected;
    double sum = Math.exp(logTerm);
    for (long k = 1; k <= events; k++) {
      logTerm += Math.log(expected / k);
      sum += Math.exp(logTerm);
    }
    return Math.min(1, sum);
  }
}
