package io.github.threadleak.demo.runner;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The line that lives while the load runs: redrawn each second on a terminal, else one line each 5
 * seconds.
 */
final class Progress {
  private static final long SECONDS_A_LINE = 5;

  private final PrintStream out;
  private final boolean terminal;
  private long printed = -SECONDS_A_LINE;

  Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void show(Duration elapsed, long calls, Gauges gauges) {
    String line =
        String.format(
            Locale.ROOT,
            "%5d s   %,9d requests   live threads: %,d platform, %,d virtual   RSS %s",
            elapsed.toSeconds(),
            calls,
            gauges.platformThreads(),
            gauges.virtualThreads(),
            megabytes(gauges.residentBytes()));
    if (terminal) {
      out.print("\r" + line + "   ");
      out.flush();
    } else if (elapsed.toSeconds() - printed >= SECONDS_A_LINE) {
      printed = elapsed.toSeconds();
      out.println(line);
    }
  }

  /** Leaves the last line standing. */
  void end() {
    if (terminal) {
      out.println();
    }
  }

  static String megabytes(OptionalLong bytes) {
    return bytes.isPresent() ? (bytes.getAsLong() >> 20) + " MB" : "unknown";
  }
}
