package io.github.threadleak.benchmark.size;

import io.github.threadleak.benchmark.harness.Child;
import io.github.threadleak.benchmark.harness.ChildFailed;
import io.github.threadleak.benchmark.harness.Jdk;
import io.github.threadleak.benchmark.harness.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Classes with many lines that each start a virtual thread: as many spawn sites.
 *
 * @param folder what they were compiled to
 * @param classes how many there are, {@code Lines0} and so on
 */
record SpawnLines(Path folder, int classes) {
  /** Lines of code of a class, about: a method has at most 64 KB of byte code. */
  private static final int LINES_OF_CLASS = 500;

  /** Each stack ends in main and in the class's method that chooses a line. */
  private static final int FRAMES_BELOW = 2;

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /**
   * Writes and compiles them, unless that was done before in this run.
   *
   * @param depth frames of each spawn stack; no two sites share one but for the two lowest
   */
  static SpawnLines of(Workbench workbench, Jdk jdk, int sites, int depth)
      throws IOException, InterruptedException, ChildFailed {
    String name = "lines-" + jdk.feature() + "-" + sites + "-" + depth;
    Path folder = workbench.scratch().resolve(name);
    int own = Math.max(1, depth - FRAMES_BELOW);
    int sitesOfClass = Math.max(1, LINES_OF_CLASS / own);
    int classes = (sites + sitesOfClass - 1) / sitesOfClass;
    if (!Files.isDirectory(folder)) {
      compile(workbench, jdk, folder, sites, sitesOfClass, own);
    }
    return new SpawnLines(folder, classes);
  }

  private static void compile(
      Workbench workbench, Jdk jdk, Path folder, int sites, int sitesOfClass, int own)
      throws IOException, InterruptedException, ChildFailed {
    Files.createDirectories(folder);
    List<String> command = new ArrayList<>();
    command.addAll(List.of(jdk.tool("javac").toString(), "-g:lines,source", "-proc:none"));
    command.addAll(List.of("-cp", workbench.programs(jdk), "-d", folder.toString()));
    for (int first = 0; first < sites; first += sitesOfClass) {
      int number = first / sitesOfClass;
      Path file = folder.resolve("Lines" + number + ".java");
      Files.writeString(file, source(number, Math.min(sitesOfClass, sites - first), own));
      command.add(file.toString());
    }
    try (Child javac = Child.start(command)) {
      javac.awaitSuccess(PATIENCE);
    }
  }

  private static String source(int number, int sites, int own) {
    StringBuilder source = new StringBuilder();
    source
        .append("public final class Lines")
        .append(number)
        .append(" implements program.Lines {\n");
    source.append("  public int count() { return ").append(sites).append("; }\n");
    for (int site = 0; site < sites; site++) {
      source
          .append("  private static void s")
          .append(site)
          .append("(int depth, Runnable body) {\n");
      source.append("    switch (depth) {\n");
      for (int depth = 1; depth < own; depth++) {
        String next = "s" + site + "(" + (depth + 1) + ", body);\n";
        source.append("      case ").append(depth).append(" -> ").append(next);
      }
      source.append("      default -> Thread.startVirtualThread(body);\n    }\n  }\n");
    }
    source.append("  public void start(int line, Runnable body) {\n    switch (line) {\n");
    for (int site = 0; site < sites; site++) {
      source.append("      case ").append(site).append(" -> s").append(site).append("(1, body);\n");
    }
    source.append("      default -> throw new IllegalArgumentException();\n    }\n  }\n}\n");
    return source.toString();
  }
}
