package io.github.threadleak.demo.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.threadleak.demo.Scenario;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole demo in its own JVMs, with a {@link FakeAgent}. */
class DemoMainTest {
  @TempDir private Path directory;
  private Path agent;

  private record Run(int status, String output) {}

  @BeforeEach
  void makeAgentJar() throws IOException {
    agent = directory.resolve("agent.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", FakeAgent.class.getName());
    try (OutputStream file = Files.newOutputStream(agent)) {
      new JarOutputStream(file, manifest).close();
    }
  }

  @Test
  void endsWell() throws Exception {
    Run run = run(Map.of(), "--seconds", "10");
    assertThat(run.output())
        .contains("Every leak was named by its line, by what it waits on and by a verdict; nothing")
        .contains("ArrayBlockingQueue 0x1f3b, one object for ")
        .contains("  parked    seen parked")
        .contains("  pools     2 pools from PoolPerRequest")
        .doesNotContain("PROBLEM")
        .doesNotContain("failed");
    for (Scenario scenario : Scenario.values()) {
      assertThat(run.output()).contains(scenario.id() + ": as expected");
    }
    assertThat(run.output().lines().filter(line -> line.length() > 100 && !line.contains("curl")))
        .isEmpty();
    assertThat(run.status()).isZero();
  }

  @Test
  void failsWhenOneLeakIsNotNamed() throws Exception {
    Run run =
        run(
            Map.of("FAKE_AGENT_HIDES", "heartbeat"),
            "--seconds",
            "5",
            "--scenario",
            "notifications");
    assertThat(run.output())
        .contains("notifications: NOT AS EXPECTED")
        .contains("PROBLEM   the agent does not name ")
        .contains("Notifications.startHeartbeat: heartbeat.start();");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void failsWhenAReasonIsWrong() throws Exception {
    Run run =
        run(
            Map.of("FAKE_AGENT_AUDIT_REASON", "queue take"),
            "--seconds",
            "5",
            "--scenario",
            "audit-log");
    assertThat(run.output())
        .contains("PROBLEM   expected queue put on java.util.concurrent.ArrayBlockingQueue, but ")
        .contains(" threads are in queue take on java.util.concurrent.ArrayBlockingQueue at ");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void refusesUnknownArguments() throws Exception {
    Run run = run(Map.of(), "--what");
    assertThat(run.output())
        .isEqualToIgnoringNewLines(
            "demo: --what: unknown argument; known are --seconds N, --scenario NAME, --keep");
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void saysWhyTheServiceDidNotStart() throws Exception {
    Files.writeString(agent, "not a jar");
    Run run = run(Map.of(), "--seconds", "5");
    assertThat(run.output()).contains("demo: the service ended with status 1; its last lines:");
    assertThat(run.status()).isEqualTo(1);
  }

  private Run run(Map<String, String> fakery, String... arguments)
      throws IOException, InterruptedException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Ddemo.agent=" + agent,
                "-cp",
                classPath,
                DemoMain.class.getName()));
    command.addAll(List.of(arguments));
    Path output = directory.resolve("output");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(fakery);
    Process process = builder.redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      process.destroy();
    }
  }
}
