package io.github.threadleak.benchmark.report;

/**
 * What a figure ought to be, and whether it is.
 *
 * @param what the figure, with what it is compared to
 * @param aim the bound in words
 * @param measured the figure as printed
 * @param verdict whether the bound holds
 */
public record Aim(String what, String aim, String measured, Verdict verdict) {
  /** Whether a bound holds. */
  public enum Verdict {
    MET("yes"),
    MISSED("**no**"),
    UNKNOWN("not measured");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** A figure that may be no larger; one that is not a number was not measured. */
  public static Aim atMost(String what, double limit, double figure, Unit unit) {
    return of(what, "at most " + unit.format(limit), figure, unit, figure <= limit);
  }

  /** A figure that may be no smaller; one that is not a number was not measured. */
  public static Aim atLeast(String what, double limit, double figure, Unit unit) {
    return of(what, "at least " + unit.format(limit), figure, unit, figure >= limit);
  }

  /**
   * A ratio that must not be told from 1 by what was measured: 1 lies between the least and the
   * most of the rounds' ratios.
   */
  public static Aim oneWithinNoise(String what, double median, double least, double most) {
    return of(
        what,
        "1.00 within noise",
        String.format(
            "%s (%s to %s)",
            Unit.RATIO.format(median), Unit.RATIO.format(least), Unit.RATIO.format(most)),
        median,
        least <= 1 && most >= 1);
  }

  private static Aim of(String what, String aim, double figure, Unit unit, boolean holds) {
    return of(what, aim, unit.format(figure), figure, holds);
  }

  private static Aim of(String what, String aim, String printed, double figure, boolean holds) {
    Verdict verdict = Double.isNaN(figure) ? Verdict.UNKNOWN : holds ? Verdict.MET : Verdict.MISSED;
    return new Aim(what, aim, verdict == Verdict.UNKNOWN ? "–" : printed, verdict);
  }
}
