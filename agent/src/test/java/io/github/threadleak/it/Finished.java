package io.github.threadleak.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command that has run to its end: its exit status, and what it wrote. */
record Finished(int exitCode, String stdout, String stderr) {
  private static final long LIMIT_SECONDS = 120;

  /** The agent's jar run as a command by that JDK. */
  static Finished command(Jdk jdk, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(jdk.tool("java").toString());
    command.addAll(List.of("-jar", ForkedJvm.AGENT_JAR.toString()));
    command.addAll(List.of(words));
    return run(command);
  }

  static Finished run(List<String> command) throws IOException {
    return run(command, Map.of());
  }

  static Finished run(List<String> command, Map<String, String> environment) throws IOException {
    return run(command, environment, "");
  }

  static Finished run(List<String> command, Map<String, String> environment, String stdin)
      throws IOException {
    Path out = Files.createTempFile("threadleak-it", ".out");
    Path err = Files.createTempFile("threadleak-it", ".err");
    Path in = Files.createTempFile("threadleak-it", ".in");
    try {
      Files.writeString(in, stdin);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(ForkedJvm::disturbsJvms);
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended;
      try {
        ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException interrupted) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting for " + command, interrupted);
      }
      if (!ended) {
        process.destroyForcibly();
        throw new AssertionError(
            command + " still runs after " + LIMIT_SECONDS + " s\n" + read(out) + read(err));
      }
      return new Finished(process.exitValue(), read(out), read(err));
    } finally {
      Files.deleteIfExists(in);
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  String output() {
    return stdout + stderr;
  }

  /** The agent's own lines, which are all on standard error. */
  List<String> agentLines() {
    return stderr.lines().filter(line -> line.startsWith("[threadleak]")).toList();
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
