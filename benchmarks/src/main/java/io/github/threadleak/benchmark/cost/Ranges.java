package io.github.threadleak.benchmark.cost;

import io.github.threadleak.benchmark.harness.Spread;
import io.github.threadleak.benchmark.report.Unit;

/** How a median is printed with the least and the most beside it. */
public final class Ranges {
  private Ranges() {}

  public static String of(Spread spread, Unit unit) {
    return spread.isKnown()
        ? String.format(
            "%s (%s to %s)",
            unit.format(spread.median()), unit.format(spread.least()), unit.format(spread.most()))
        : "–";
  }
}
