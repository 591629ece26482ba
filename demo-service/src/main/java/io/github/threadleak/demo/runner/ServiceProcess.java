package io.github.threadleak.demo.runner;

import io.github.threadleak.demo.service.DemoService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The service in a JVM of its own, with the agent in it, both on free ports; ends with this JVM at
 * the latest.
 */
final class ServiceProcess implements AutoCloseable {
  private static final Duration STARTING = Duration.ofSeconds(60);
  private static final Duration STOPPING = Duration.ofSeconds(5);

  private final Path directory;
  private final Process process;
  private final int port;
  private final URI agent;

  private ServiceProcess(Path directory, Process process, int port, URI agent) {
    this.directory = directory;
    this.process = process;
    this.port = port;
    this.agent = agent;
  }

  /** Starts it with the JDK that runs this JVM and waits until service and agent listen. */
  static ServiceProcess start(Path agentJar, int seconds) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("threadleak-demo");
    Path servicePort = directory.resolve("service-port");
    Path agentPort = directory.resolve("agent-port");
    Path log = directory.resolve("service.log");
    String options = "=port=0,port-file=" + agentPort + "," + verdictsWithin(seconds);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx640m",
                "-javaagent:" + agentJar + options,
                "-cp",
                System.getProperty("java.class.path"),
                DemoService.class.getName(),
                "--port",
                "0",
                "--port-file",
                servicePort.toString(),
                "--stop-at-end-of-input")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Thread stop = new Thread(() -> stopAndClean(process, directory), "stop-service");
    Runtime.getRuntime().addShutdownHook(stop);
    int port = awaitPort(servicePort, process, log, "the service");
    int portOfAgent = awaitPort(agentPort, process, log, "the agent");
    return new ServiceProcess(
        directory, process, port, URI.create("http://127.0.0.1:" + portOfAgent + "/"));
  }

  /**
   * A run would be too short for the verdicts that the defaults give after minutes and hours: time
   * is made to pass faster.
   */
  private static String verdictsWithin(int seconds) {
    return "census-interval="
        + Math.max(250, Math.min(10_000, seconds * 1_000 / 60))
        + "ms,stuck-after="
        + Math.max(2, Math.min(600, seconds / 6))
        + "s,suspect-window="
        + Math.max(3, Math.min(21_600, seconds / 2))
        + "s";
  }

  int port() {
    return port;
  }

  /** Where the agent listens. */
  URI agent() {
    return agent;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  Path log() {
    return directory.resolve("service.log");
  }

  void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  /** Stops the service and removes its files. */
  @Override
  public void close() {
    stopAndClean(process, directory);
  }

  private static int awaitPort(Path file, Process process, Path log, String who)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + STARTING.toNanos();
    while (System.nanoTime() - end < 0) {
      // "9797" or "127.0.0.1:9797"
      String text = Files.exists(file) ? Files.readString(file).strip() : "";
      String digits = text.substring(text.lastIndexOf(':') + 1);
      if (!digits.isEmpty()) {
        return Integer.parseInt(digits);
      }
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "the service ended with status "
                + process.exitValue()
                + "; its last lines:"
                + tail(log));
      }
    }
    throw new IOException(
        who + " did not listen within " + STARTING.toSeconds() + " s; last lines:" + tail(log));
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
    String last = String.join("\n  ", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    return "\n  " + last;
  }

  private static void stopAndClean(Process process, Path directory) {
    stop(process);
    try {
      if (Files.exists(directory)) {
        try (Stream<Path> files = Files.walk(directory)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.deleteIfExists(file);
          }
        }
      }
    } catch (IOException | UncheckedIOException undeletable) {
      System.err.println("demo: could not remove " + directory + ": " + undeletable.getMessage());
    }
  }

  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(STOPPING.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        process.waitFor(STOPPING.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
