package io.github.threadleak.benchmark.cost;

import io.github.threadleak.benchmark.harness.Unavailable;
import io.github.threadleak.benchmark.harness.Variant;
import io.github.threadleak.benchmark.harness.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The ways in which a JVM is started that more than one benchmark compares. */
final class Variants {
  static final String NONE = "none";
  static final String EXACT = "exact";
  static final String ADAPTIVE = "adaptive";
  static final String AUTO = "auto";
  static final String JFR = "JFR";
  static final String OPEN_TELEMETRY = "OpenTelemetry";

  /** The three events of a thread's life that JFR has, with stacks, and no others. */
  private static final String SETTINGS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <configuration version="2.0">
        <event name="jdk.ThreadStart">
          <setting name="enabled">true</setting>
          <setting name="stackTrace">true</setting>
        </event>
        <event name="jdk.ThreadEnd">
          <setting name="enabled">true</setting>
        </event>
        <event name="jdk.VirtualThreadStart">
          <setting name="enabled">true</setting>
          <setting name="stackTrace">true</setting>
          <setting name="threshold">0 ms</setting>
        </event>
        <event name="jdk.VirtualThreadEnd">
          <setting name="enabled">true</setting>
          <setting name="stackTrace">true</setting>
          <setting name="threshold">0 ms</setting>
        </event>
      </configuration>
      """;

  private Variants() {}

  static Variant none() {
    return new Variant(NONE, List.of());
  }

  /** The agent with {@code spawn-stacks} of that name; all else as it is without options. */
  static Variant spawnStacks(Workbench workbench, String mode) throws Unavailable {
    return threadleak(workbench, mode, "spawn-stacks=" + mode);
  }

  /** The agent on a free port, with further options. */
  static Variant threadleak(Workbench workbench, String name, String... options)
      throws Unavailable {
    String all = String.join(",", options);
    return new Variant(
        name,
        List.of(
            "-javaagent:"
                + workbench.agentJar()
                + "=port=0,log=off"
                + (all.isEmpty() ? "" : "," + all)));
  }

  /** A recording to a file, as one would leave on. */
  static Variant jfr(Workbench workbench) throws IOException {
    Path settings = workbench.scratch().resolve("threads.jfc");
    Files.writeString(settings, SETTINGS);
    Path recording = workbench.scratch().resolve("threads.jfr");
    return new Variant(
        JFR,
        List.of(
            "-Xlog:jfr*=off",
            "-XX:StartFlightRecording=settings=" + settings + ",filename=" + recording));
  }

  /** OpenTelemetry's agent as it comes, but that it sends nothing anywhere. */
  static Variant openTelemetry(Workbench workbench) throws Unavailable {
    return new Variant(
        OPEN_TELEMETRY,
        List.of(
            "-javaagent:" + workbench.openTelemetryJar(),
            "-Dotel.traces.exporter=none",
            "-Dotel.metrics.exporter=none",
            "-Dotel.logs.exporter=none"));
  }
}
