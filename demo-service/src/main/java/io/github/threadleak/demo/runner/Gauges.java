package io.github.threadleak.demo.runner;

import java.util.OptionalLong;

/**
 * The agent's gauges, from {@code /metrics}, as far as the demo shows them; immutable.
 *
 * @param residentBytes memory of the whole process; absent where the operating system does not tell
 */
record Gauges(long platformThreads, long virtualThreads, OptionalLong residentBytes) {
  /** Reads the Prometheus text format. */
  static Gauges parse(String exposition) {
    long platform = 0;
    long virtual = 0;
    OptionalLong resident = OptionalLong.empty();
    for (String line : exposition.lines().toList()) {
      if (line.startsWith("threadleak_threads{")) {
        if (line.contains("kind=\"platform\"")) {
          platform = value(line);
        } else if (line.contains("kind=\"virtual\"")) {
          virtual = value(line);
        }
      } else if (line.startsWith("process_resident_memory_bytes ")) {
        resident = OptionalLong.of(value(line));
      }
    }
    return new Gauges(platform, virtual, resident);
  }

  private static long value(String sample) {
    String afterName = sample.substring(sample.indexOf('}') + 1).strip();
    String[] fields = afterName.split("\\s+");
    // name value, or after the labels: value; a time stamp may follow
    String value = sample.indexOf('}') < 0 ? fields[1] : fields[0];
    return (long) Double.parseDouble(value);
  }
}
