package io.github.threadleak.cli;

import io.github.threadleak.cli.DumpDifference.Change;
import io.github.threadleak.cli.SavedThreads.Threads;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints a difference as text, a line for each site. */
final class DiffTable {
  private static final int NUMBERS = 3;

  private DiffTable() {}

  static void print(DumpDifference difference, PrintWriter out) {
    out.println("before  " + head(difference.before()));
    out.println("now     " + head(difference.now()));
    for (String note : difference.notes()) {
      out.println("note    " + plain(note));
    }
    if (difference.changed().isEmpty()) {
      out.println("no site has more or fewer threads");
      return;
    }
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"CHANGE", "BEFORE", "NOW", "KIND", "REASON", "SITE", "CULPRIT"});
    for (Change change : difference.changed()) {
      rows.add(row(change));
    }
    print(rows, out);
  }

  private static String head(SavedThreads threads) {
    return plain(
        threads.source()
            + ": "
            + threads.live()
            + " threads at "
            + threads.time()
            + ", pid "
            + threads.pid()
            + (threads.jvm().isEmpty() ? "" : ", " + threads.jvm()));
  }

  private static String[] row(Change change) {
    String siteId = change.place().siteId();
    return new String[] {
      change.change() > 0 ? "+" + change.change() : Long.toString(change.change()),
      Long.toString(change.before().live()),
      Long.toString(change.now().live()),
      kind(change),
      plain(words(change)),
      plain(siteId == null ? "-" : siteId),
      plain(change.place().culprit())
    };
  }

  private static String kind(Change change) {
    boolean platform = change.before().platform + change.now().platform > 0;
    boolean virtual = change.before().virtual + change.now().virtual > 0;
    return platform && virtual ? "both" : virtual ? "virtual" : "platform";
  }

  private static String words(Change change) {
    Threads threads = change.now().live() > 0 ? change.now() : change.before();
    List<String> words = new ArrayList<>();
    String reason = threads.reason();
    if (reason != null) {
      words.add(reason);
    }
    if (threads.verdict != null) {
      words.add(threads.verdict);
    }
    if (change.change() > 0 && !change.isGrowth()) {
      words.add("not counted");
    }
    return words.isEmpty() ? "-" : String.join(", ", words);
  }

  private static void print(List<String[]> rows, PrintWriter out) {
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
        line.append(i < NUMBERS ? space + row[i] : row[i] + space).append("  ");
      }
      out.println(line.append(row[last]));
    }
  }

  /**
   * On one line, and without what a terminal would take for a command: a file can hold anything.
   */
  private static String plain(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
  }
}
