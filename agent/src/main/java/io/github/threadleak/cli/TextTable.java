package io.github.threadleak.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows of text under one another, for a terminal. For one thread. */
final class TextTable {
  private final int numbers;
  private final List<String[]> rows = new ArrayList<>();

  /**
   * @param numbers how many of the first columns stand to the right
   * @param heads one for each column
   */
  TextTable(int numbers, String... heads) {
    this.numbers = numbers;
    rows.add(heads);
  }

  /**
   * @param cells one for each column; what a terminal would take for a command is taken out
   */
  void row(String... cells) {
    String[] row = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      row[i] = plain(cells[i]);
    }
    rows.add(row);
  }

  void print(PrintWriter out) {
    int last = rows.get(0).length - 1;
    int[] widths = new int[last];
    for (String[] row : rows) {
      for (int i = 0; i < last; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < last; i++) {
        String space = " ".repeat(widths[i] - row[i].length());
        line.append(i < numbers ? space + row[i] : row[i] + space).append("  ");
      }
      out.println(line.append(row[last]));
    }
  }

  /**
   * On one line, and without what a terminal would take for a command: what is shown can come from
   * anywhere.
   */
  static String plain(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
  }
}
