package io.github.threadleak.benchmark.cost;

import static java.util.Map.entry;

import io.github.threadleak.benchmark.harness.Outcome;
import io.github.threadleak.benchmark.report.Section;
import io.github.threadleak.benchmark.report.Table;
import io.github.threadleak.benchmark.report.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Outcomes as one table: a row for each variant of each case, and for each figure its median, and
 * the median of its ratios to the first variant with the least and the most of them.
 */
final class CostTable {
  private final List<Map.Entry<String, Figure>> figures = new ArrayList<>();

  /**
   * A figure of the samples.
   *
   * @param heading what the table calls it
   */
  record Figure(String heading, Unit unit) {}

  CostTable figure(String key, String heading, Unit unit) {
    figures.add(entry(key, new Figure(heading, unit)));
    return this;
  }

  /** Adds the table, and below it a line for each variant that failed. */
  void addTo(Section section, String caseHeading, List<Outcome> outcomes) {
    List<String> headings = new ArrayList<>(List.of(caseHeading, "variant"));
    for (Map.Entry<String, Figure> figure : figures) {
      headings.add(figure.getValue().heading());
      headings.add("ratio (least to most)");
    }
    Table table = new Table(headings.toArray(String[]::new));
    for (Outcome outcome : outcomes) {
      for (String variant : outcome.samples().keySet()) {
        table.row(row(outcome, variant));
      }
    }
    section.table(table);
    for (Outcome outcome : outcomes) {
      outcome
          .failures()
          .forEach((variant, why) -> section.missing(outcome.what() + ", " + variant, why));
    }
  }

  private String[] row(Outcome outcome, String variant) {
    String baseline = outcome.samples().keySet().iterator().next();
    List<String> cells = new ArrayList<>(List.of(outcome.what(), variant));
    for (Map.Entry<String, Figure> figure : figures) {
      cells.add(figure.getValue().unit().format(outcome.of(variant, figure.getKey()).median()));
      cells.add(
          variant.equals(baseline)
              ? ""
              : Ranges.of(outcome.ratio(variant, baseline, figure.getKey()), Unit.RATIO));
    }
    return cells.toArray(String[]::new);
  }
}
