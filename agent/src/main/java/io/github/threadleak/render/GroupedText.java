package io.github.threadleak.render;

import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Frame;
import io.github.threadleak.snapshot.Blocker;
import io.github.threadleak.snapshot.Group;
import io.github.threadleak.snapshot.PoolFacts;
import io.github.threadleak.snapshot.Snapshot;
import io.github.threadleak.snapshot.Spawn;
import io.github.threadleak.snapshot.Spread;
import io.github.threadleak.snapshot.Verdict;
import java.io.IOException;
import java.util.List;

/**
 * {@code debug=1}: one paragraph for each group, in the manner of Go's goroutine profile.
 * Stateless.
 */
public final class GroupedText {
  private GroupedText() {}

  public static void write(Snapshot snapshot, Appendable out) throws IOException {
    out.append(
        "threadleak profile: total "
            + (snapshot.platform() + snapshot.virtual())
            + " (platform "
            + snapshot.platform()
            + ", virtual "
            + snapshot.virtual()
            + ")\n");
    for (Group group : snapshot.groups()) {
      write(group, out);
    }
  }

  private static void write(Group group, Appendable out) throws IOException {
    out.append(group.count() + " " + group.kind().word() + " [" + group.reason().words() + "]");
    if (group.verdict() != Verdict.OK) {
      out.append(' ').append(group.verdict().word());
    }
    out.append('\n');
    Blocker blocker = group.blocker();
    if (blocker != null && group.reason() != Reason.RUNNING) {
      out.append("#  parked on  ").append(Words.plain(blocker.className()));
      if (blocker.shared() > 0) {
        out.append(' ').append(Words.identity(blocker));
      }
      if (blocker.shared() > 1) {
        out.append(" (all on the same object)");
      }
      out.append('\n');
    }
    Spawn spawn = group.spawn();
    if (spawn == null) {
      out.append("#  spawned at unknown: " + group.spawnUnknown() + "\n");
    } else {
      out.append("#  spawned at ")
          .append(Words.plain(spawn.site().culpritText()))
          .append("  site ")
          .append(spawn.site().id())
          .append('\n');
    }
    writePool(group, out);
    Spread age = group.age();
    if (age != null) {
      out.append("#  started  " + Words.range(age.minSeconds(), age.maxSeconds()) + " ago\n");
    }
    writeFrames(group.parkedStack(), out);
    if (spawn != null && !spawn.stack().isEmpty()) {
      out.append("#  spawn stack\n");
      writeFrames(spawn.stack(), out);
    }
    if (spawn != null && spawn.growth() != null && !spawn.growth().isEmpty()) {
      out.append("#  grown by\n");
      writeFrames(spawn.growth(), out);
    }
  }

  private static void writePool(Group group, Appendable out) throws IOException {
    PoolFacts pool = group.pool();
    if (pool == null) {
      return;
    }
    out.append("#  pool  ").append(Words.plain(pool.type()));
    out.append(pool.pools() == 1 ? "" : " (" + pool.pools() + " pools)");
    out.append(" constructed at ").append(Words.plain(pool.site().culpritText())).append('\n');
  }

  private static void writeFrames(List<Frame> frames, Appendable out) throws IOException {
    for (Frame frame : frames) {
      out.append("#\t")
          .append(Words.plain(frame.qualifiedMethod()))
          .append('\t')
          .append(Words.plain(frame.place()))
          .append('\n');
    }
  }
}
