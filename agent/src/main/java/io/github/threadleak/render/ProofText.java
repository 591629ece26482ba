package io.github.threadleak.render;

import io.github.threadleak.proof.heap.Findings;
import io.github.threadleak.snapshot.ThreadName;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a heap dump proves, in the manner of {@code debug=1}, with a summary below. */
public final class ProofText {
  private ProofText() {}

  /**
   * Writes the findings.
   *
   * @param dump how the dump is called
   * @param pause how long the JVM stood still, and how that is known; null where nobody looked
   */
  public static void write(Findings findings, String dump, @Nullable String pause, Writer out)
      throws IOException {
    out.append(
        "threadleak proof: "
            + findings.proven()
            + " of "
            + findings.threads()
            + (findings.threads() == 1 ? " thread" : " threads")
            + " proven leaked (looked at: platform "
            + findings.platform()
            + ", virtual "
            + findings.virtual()
            + ")\n");
    for (Findings.Group group : findings.groups()) {
      write(group, out);
    }
    summary(findings, dump, pause, out);
  }

  private static void write(Findings.Group group, Writer out) throws IOException {
    out.append(
        group.count()
            + " "
            + group.kind().word()
            + " ["
            + group.reason().words()
            + "] "
            + (group.weakly()
                ? "held weakly: what could wake it is reachable through weak references alone"
                : "proven: nothing that could wake it is reachable")
            + "\n");
    String blocker = group.blockerClass();
    if (blocker != null) {
      String objects =
          group.count() == 1 || group.objects() == 0
              ? ""
              : group.objects() == 1
                  ? " (all on the same object)"
                  : " (on " + group.objects() + " objects)";
      out.append("#  parked on  " + Words.plain(blocker) + objects + "\n");
    }
    String site = group.siteId();
    out.append("#  spawned at ")
        .append(group.culprit() == null ? "unknown: " : "")
        .append(Words.plain(group.spawnedAt()))
        .append(site == null || group.culprit() == null ? "" : "  site " + site)
        .append('\n');
    GroupedText.writeFrames(group.parkedStack(), out);
    if (!group.spawnStack().isEmpty()) {
      out.append("#  spawn stack\n");
      GroupedText.writeFrames(group.spawnStack(), out);
    }
    out.append("#  ")
        .append(group.count() > group.examples().size() ? "such as" : "these are")
        .append(' ')
        .append(group.examples().stream().map(ProofText::thread).collect(Collectors.joining(", ")))
        .append('\n');
  }

  private static String thread(ThreadName thread) {
    String name = thread.name();
    return thread.threadId() + (name == null ? "" : " " + Words.quoted(name));
  }

  private static void summary(Findings findings, String dump, @Nullable String pause, Writer out)
      throws IOException {
    out.append(
        "threads: "
            + findings.threads()
            + " looked at, "
            + findings.proven()
            + " proven, "
            + findings.heldWeakly()
            + " held weakly, "
            + findings.live()
            + " live, "
            + findings.undecidedThreads()
            + " undecided\n");
    for (Map.Entry<String, Integer> why : findings.undecided().entrySet()) {
      out.append("#  undecided, counted as live: " + why.getValue() + ", " + why.getKey() + "\n");
    }
    out.append(
        String.format(
            Locale.ROOT,
            "dump: %s, %s, %,d objects, %,d of them led to by no root%n",
            Words.plain(dump),
            size(findings.bytes()),
            findings.objects(),
            findings.unexplained()));
    if (pause != null) {
      out.append("pause: " + pause + "\n");
    }
  }

  /** As {@code 1.2 GB}. */
  public static String size(long bytes) {
    String[] units = {"bytes", "KB", "MB", "GB", "TB"};
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
  }
}
