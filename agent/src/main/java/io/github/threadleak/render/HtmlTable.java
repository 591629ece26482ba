package io.github.threadleak.render;

import io.github.threadleak.snapshot.Blocker;
import io.github.threadleak.snapshot.Group;
import io.github.threadleak.snapshot.Grouping;
import io.github.threadleak.snapshot.PoolFacts;
import io.github.threadleak.snapshot.Spawn;
import io.github.threadleak.snapshot.Spread;
import io.github.threadleak.snapshot.ThreadName;
import io.github.threadleak.snapshot.Verdict;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * The table of {@link Html}: a row for each group. {@code data-v} is what a column is sorted by
 * where its text would sort wrong.
 */
final class HtmlTable {
  private static final String[] COLUMNS = {
    "Count", "Kind", "Reason", "Parked", "Age", "Verdict", "Site", "Parked on", "Pool", "Examples"
  };

  private HtmlTable() {}

  static void write(Report report, Writer out) throws IOException {
    out.append("<table id=\"groups\">\n<thead><tr>");
    for (String column : COLUMNS) {
      out.append("<th scope=\"col\">" + column + "</th>");
    }
    out.append("</tr></thead>\n<tbody>\n");
    int row = 0;
    for (Group group : report.snapshot().groups()) {
      out.append("<tr data-row=\"" + row++ + "\" class=\"" + group.verdict().word() + "\">");
      write(report, group, out);
      out.append("</tr>\n");
    }
    out.append("</tbody>\n</table>\n");
  }

  private static void write(Report report, Group group, Writer out) throws IOException {
    number(
        (double) group.count(), group.count() + (report.isScaled(group) ? " (scaled)" : ""), out);
    text(group.kind().word(), out);
    text(group.reason().words(), out);
    Spread parked = group.parked() == null ? null : group.parked().duration();
    String inWords = Words.parked(group.parked());
    number(
        parked == null ? -1 : parked.maxSeconds(),
        inWords.isEmpty() ? "" : inWords.substring(", ".length()),
        out);
    Spread age = group.age();
    number(
        age == null ? -1 : age.maxSeconds(),
        age == null ? "" : Words.range(age.minSeconds(), age.maxSeconds()),
        out);
    number(
        Verdict.OK.compareTo(group.verdict()),
        group.verdict().word() + detail(group.verdictDetail()),
        out);
    text(site(report, group), out);
    Blocker blocker = group.blocker();
    text(blocker == null ? "" : Words.blocker(blocker), out);
    PoolFacts pool = group.pool();
    text(pool == null ? "" : Words.pool(pool), out);
    StringBuilder examples = new StringBuilder();
    for (ThreadName example : group.examples()) {
      examples.append(examples.isEmpty() ? "" : ", ").append(Words.thread(example));
    }
    text(examples.toString(), out);
  }

  private static String detail(@Nullable String detail) {
    return detail == null ? "" : ": " + Words.plain(detail);
  }

  private static String site(Report report, Group group) {
    Spawn spawn = group.spawn();
    if (spawn != null) {
      return Words.plain(spawn.site().culpritText()) + "  site " + spawn.site().id();
    }
    String unknown = group.spawnUnknown();
    return report.grouping() == Grouping.PARKED || unknown == null ? "" : unknown;
  }

  private static void text(String text, Writer out) throws IOException {
    out.append("<td><div>").append(Html.escaped(text)).append("</div></td>");
  }

  private static void number(double value, String text, Writer out) throws IOException {
    out.append("<td data-v=\"" + value + "\"><div>");
    out.append(Html.escaped(text)).append("</div></td>");
  }
}
