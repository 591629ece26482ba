package io.github.threadleak.render;

import io.github.threadleak.site.Frame;
import io.github.threadleak.snapshot.Group;
import io.github.threadleak.snapshot.Grouping;
import io.github.threadleak.snapshot.Snapshot;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** {@code debug=1} as Go's {@code runtime/pprof} writes its goroutine profile. */
public final class GoGroupedText implements GroupFormat {
  private static final int TAB = 8;

  @Override
  public void write(Report report, Writer out) throws IOException {
    Snapshot snapshot = report.snapshot();
    out.append("goroutine profile: total " + (snapshot.platform() + snapshot.virtual()) + "\n");
    Grouping grouping = report.grouping() == Grouping.SPAWN ? Grouping.SPAWN : Grouping.PARKED;
    Samples samples = new Samples();
    for (Group group : snapshot.groups()) {
      samples.add(Stacks.of(group, grouping), List.of(), group.count());
    }
    for (Samples.Sample sample : samples.sorted()) {
      write(sample.count(), sample.key().stack(), out);
    }
  }

  private static void write(long count, List<Frame> stack, Writer out) throws IOException {
    out.append(count + " @");
    int addressWidth = 0;
    int functionWidth = 0;
    for (Frame frame : stack) {
      String address = GoWords.address(frame);
      out.append(' ').append(address);
      addressWidth = Math.max(addressWidth, address.length());
      functionWidth = Math.max(functionWidth, functionAndOffset(frame).length());
    }
    out.append('\n');
    for (Frame frame : stack) {
      out.append("#\t");
      cell(GoWords.address(frame), addressWidth, out);
      cell(functionAndOffset(frame), functionWidth, out);
      out.append(GoWords.place(frame)).append('\n');
    }
    out.append('\n');
  }

  private static String functionAndOffset(Frame frame) {
    return GoWords.function(frame) + "+" + GoWords.offset(frame);
  }

  /** As Go's tabwriter aligns: with tabs, to the next stop after the widest. */
  private static void cell(String text, int widest, Writer out) throws IOException {
    int stop = (widest / TAB + 1) * TAB;
    out.append(text);
    for (int column = text.length(); column < stop; column += TAB - column % TAB) {
      out.append('\t');
    }
  }
}
