package io.github.threadleak.benchmark.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a benchmark finds on its table: the JDKs, the jars, the compiled programs, a folder of its
 * own, and how many rounds were asked for. For one thread.
 */
public final class Workbench implements AutoCloseable {
  private final Path project;
  private final int rounds;
  private final Path scratch;
  private final Jdks jdks = new Jdks();
  private final Programs programs;

  /**
   * Made once for all benchmarks of a run.
   *
   * @param project the folder of the whole project, with its modules built
   */
  public Workbench(Path project, int rounds) throws IOException {
    this.project = project;
    this.rounds = rounds;
    scratch = Files.createTempDirectory("threadleak-benchmarks");
    programs = new Programs(project, scratch);
  }

  /** Measured rounds, at least one. */
  public int rounds() {
    return rounds;
  }

  public Collection<Jdk> jdks() {
    return jdks.found();
  }

  public Jdk jdk(int feature) throws Unavailable {
    return jdks.of(feature)
        .orElseThrow(() -> new Unavailable("JDK " + feature + " is not on this machine"));
  }

  /** The newest JDK that has virtual threads. */
  public Jdk newestJdk() throws Unavailable {
    return jdks.found().stream()
        .filter(jdk -> jdk.feature() >= 21)
        .max(Comparator.comparingInt(Jdk::feature))
        .orElseThrow(() -> new Unavailable("no JDK from 21 up is on this machine"));
  }

  /** The agent as it is shipped. */
  public Path agentJar() throws Unavailable {
    return existing("agent/target/threadleak-agent.jar");
  }

  public Path openTelemetryJar() throws Unavailable {
    return existing("benchmarks/target/opentelemetry-javaagent.jar");
  }

  /**
   * The class path of the programs under {@code src/programs}, compiled by that JDK's own compiler,
   * and of the libraries that they stand on.
   */
  public String programs(Jdk jdk) throws IOException, InterruptedException, ChildFailed {
    return programs.classPath(jdk);
  }

  /** The class file of one of those programs. */
  public Path programClass(Jdk jdk, String name)
      throws IOException, InterruptedException, ChildFailed {
    return programs.classFile(jdk, name);
  }

  /** A folder that is deleted in the end. */
  public Path scratch() {
    return scratch;
  }

  /** The folder of the whole project. */
  public Path project() {
    return project;
  }

  /** Tells whoever waits how far the run has come. */
  public void progress(String format, Object... arguments) {
    System.err.printf(format + "%n", arguments);
  }

  private Path existing(String path) throws Unavailable {
    Path file = project.resolve(path);
    if (!Files.isRegularFile(file)) {
      throw new Unavailable(path + " is not there; build the project first");
    }
    return file;
  }

  @Override
  public void close() throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(scratch)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
