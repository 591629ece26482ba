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
      out.println("note    " + TextTable.plain(note));
    }
    if (difference.changed().isEmpty()) {
      out.println("no site has more or fewer threads");
      return;
    }
    TextTable table =
        new TextTable(NUMBERS, "CHANGE", "BEFORE", "NOW", "KIND", "REASON", "SITE", "CULPRIT");
    for (Change change : difference.changed()) {
      table.row(row(change));
    }
    table.print(out);
  }

  private static String head(SavedThreads threads) {
    return TextTable.plain(
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
      words(change),
      siteId == null ? "-" : siteId,
      change.place().culprit()
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
}
