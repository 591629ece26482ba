package io.github.threadleak.render;

import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Frame;
import io.github.threadleak.snapshot.Blocker;
import io.github.threadleak.snapshot.Group;
import io.github.threadleak.snapshot.Grouping;
import io.github.threadleak.snapshot.PoolFacts;
import io.github.threadleak.snapshot.Snapshot;
import io.github.threadleak.snapshot.Spawn;
import io.github.threadleak.snapshot.Spread;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** {@code debug=1}: one paragraph for each group, in the manner of Go's goroutine profile. */
public final class GroupedText implements GroupFormat {
  @Override
  public void write(Report report, Writer out) throws IOException {
    Snapshot snapshot = report.snapshot();
    out.append(
        "threadleak profile: total "
            + (snapshot.platform() + snapshot.virtual())
            + " (platform "
            + snapshot.platform()
            + ", virtual "
            + snapshot.virtual()
            + ")\n");
    for (Group group : snapshot.groups()) {
      write(report, group, out);
    }
  }

  private static void write(Report report, Group group, Writer out) throws IOException {
    out.append(group.count() + " " + group.kind().word());
    if (report.grouping() != Grouping.SPAWN || group.reason() != Reason.UNKNOWN) {
      out.append(" [" + group.reason().words() + Words.parked(group.parked()) + "]");
    }
    out.append(Words.judged(group.verdict(), group.verdictDetail())).append('\n');
    if (report.isScaled(group)) {
      out.append("#  counted by samples, scaled\n");
    }
    writeBlocker(group, out);
    writeSite(report, group, out);
    writePool(group, out);
    Spread age = group.age();
    if (age != null) {
      out.append("#  started  " + Words.range(age.minSeconds(), age.maxSeconds()) + " ago\n");
    }
    writeFrames(group.parkedStack(), out);
    Spawn spawn = group.spawn();
    if (spawn != null && !spawn.stack().isEmpty()) {
      out.append("#  spawn stack\n");
      writeFrames(spawn.stack(), out);
    }
    if (spawn != null && spawn.growth() != null && !spawn.growth().isEmpty()) {
      out.append("#  grown by\n");
      writeFrames(spawn.growth(), out);
    }
  }

  private static void writeBlocker(Group group, Writer out) throws IOException {
    Blocker blocker = group.blocker();
    if (blocker == null || group.reason() == Reason.RUNNING) {
      return;
    }
    out.append("#  parked on  ").append(Words.blocker(blocker)).append('\n');
  }

  private static void writeSite(Report report, Group group, Writer out) throws IOException {
    Spawn spawn = group.spawn();
    if (spawn != null) {
      out.append("#  spawned at ")
          .append(Words.plain(spawn.site().culpritText()))
          .append("  site ")
          .append(spawn.site().id())
          .append('\n');
    } else if (report.grouping() != Grouping.PARKED) {
      out.append("#  spawned at unknown: " + group.spawnUnknown() + "\n");
    }
  }

  private static void writePool(Group group, Writer out) throws IOException {
    PoolFacts pool = group.pool();
    if (pool != null) {
      out.append("#  pool  ").append(Words.pool(pool)).append('\n');
    }
  }

  static void writeFrames(List<Frame> frames, Writer out) throws IOException {
    for (Frame frame : frames) {
      out.append("#\t")
          .append(Words.plain(frame.qualifiedMethod()))
          .append('\t')
          .append(Words.plain(frame.place()))
          .append('\n');
    }
  }
}
