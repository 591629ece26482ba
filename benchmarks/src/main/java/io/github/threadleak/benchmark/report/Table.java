package io.github.threadleak.benchmark.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A markdown table. */
public final class Table implements Block {
  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... headings) {
    this.headings = List.of(headings);
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException where there are not as many cells as headings
   */
  public Table row(String... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + headings);
    }
    rows.add(List.of(cells));
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  @Override
  public String markdown() {
    StringBuilder text = new StringBuilder();
    append(text, headings);
    append(text, Collections.nCopies(headings.size(), "---"));
    rows.forEach(row -> append(text, row));
    return text.toString();
  }

  private static void append(StringBuilder text, List<String> cells) {
    text.append('|');
    for (String cell : cells) {
      text.append(cell.isEmpty() ? "" : " ")
          .append(cell.replace("|", "\\|").replace('\n', ' '))
          .append(" |");
    }
    text.append('\n');
  }
}
