package io.github.threadleak.demo.runner;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The agent's gauges, from {@code /metrics}, as far as the demo shows them; immutable.
 *
 * @param residentBytes memory of the whole process; absent where the operating system does not tell
 */
record Gauges(long platformThreads, long virtualThreads, OptionalLong residentBytes) {
  // name{labels} value, and perhaps a time stamp
  private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? +(\\S+)(?: .*)?");

  /** Reads the Prometheus text format. */
  static Gauges parse(String exposition) {
    long platform = 0;
    long virtual = 0;
    OptionalLong resident = OptionalLong.empty();
    Matcher sample = SAMPLE.matcher("");
    for (String line : exposition.lines().toList()) {
      if (!sample.reset(line).matches()) {
        continue;
      }
      String labels = sample.group(2) == null ? "" : sample.group(2);
      switch (sample.group(1)) {
        case "threadleak_threads" -> {
          if (labels.contains("kind=\"virtual\"")) {
            virtual = value(sample);
          } else {
            platform = value(sample);
          }
        }
        case "process_resident_memory_bytes" -> resident = OptionalLong.of(value(sample));
        default -> {} // not shown
      }
    }
    return new Gauges(platform, virtual, resident);
  }

  private static long value(Matcher sample) {
    return (long) Double.parseDouble(sample.group(3));
  }
}
