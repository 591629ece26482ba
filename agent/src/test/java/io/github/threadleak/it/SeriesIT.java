package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How many series a JVM with very many threads from very many lines has. */
@ExtendWith(DumpOnFailure.class)
class SeriesIT {
  private static final int METHODS = 20;
  private static final int LINES = 1000;
  private static final int SITES = METHODS * LINES;
  private static final int THREADS_OF_A_LINE = 5;
  private static final int SHOWN = 50;

  @Test
  void twentyThousandLinesHaveSeriesForFifty() throws Exception {
    Jdk jdk = Jdks.found().stream().reduce((older, newer) -> newer).orElseThrow();
    Tools.need(jdk.hasVirtualThreads(), "a JDK with virtual threads");
    Path folder = Files.createTempDirectory("threadleak-it");
    try {
      compile(jdk, folder);
      try (ForkedJvm jvm =
          ForkedJvm.on(jdk)
              .jvm("-Xmx1g")
              .agent("spawn-stacks=exact", "max-sites=25000", "census-interval=1s")
              .classPath(folder)
              .run("ManyLines")) {
        jvm.awaitReady();
        spawn(jvm);
        Map<String, Double> metrics = jvm.metrics();
        assertThat(metrics.get("threadleak_threads{kind=\"virtual\"}"))
            .isEqualTo(SITES * THREADS_OF_A_LINE);
        assertThat(culprits(metrics, "threadleak_site_threads{")).hasSize(SHOWN);
        assertThat(sum(metrics, "threadleak_site_threads{"))
            .isEqualTo(sum(metrics, "threadleak_threads{"));
        assertThat(named(metrics, "threadleak_site_").size())
            .as("threads, age and growth, those whose spawn was not seen beside them")
            .isLessThanOrEqualTo(3 * (SHOWN + 10));
        assertThat(metrics).as("series in all").hasSizeLessThan(400);

        assertThat(culprits(jvm.metrics(), "threadleak_site_threads{"))
            .as("at the next scrape")
            .isEqualTo(culprits(metrics, "threadleak_site_threads{"));
      }
    } finally {
      Programs.delete(folder);
    }
  }

  /** Line by line, so that each stack has been read before too many new ones have come. */
  private static void spawn(ForkedJvm jvm) throws Exception {
    for (int method = 0; method < METHODS; method++) {
      jvm.send(String.valueOf(method));
      jvm.awaitLine("DONE " + method);
      double known = LINES * (method + 1);
      Deadline.eventually(
          Duration.ofSeconds(60),
          () -> assertThat(jvm.metrics().get("threadleak_agent_sites")).isGreaterThan(known));
    }
  }

  /** A program that starts threads at so many lines, a method's worth at a time. */
  private static void compile(Jdk jdk, Path folder) throws IOException {
    StringBuilder source =
        new StringBuilder(
            """
            public final class ManyLines {
              public static void main(String[] arguments) {
                Told.say("READY");
                for (String line = Told.hear(); line != null && !line.equals("exit"); line = Told.hear()) {
                  for (int i = 0; i < %d; i++) {
                    switch (Integer.parseInt(line)) {
            """
                .formatted(THREADS_OF_A_LINE));
    for (int method = 0; method < METHODS; method++) {
      source.append("case %d -> m%d();%n".formatted(method, method));
    }
    source.append(
        """
                      default -> throw new IllegalArgumentException(line);
                    }
                  }
                  Told.say("DONE " + line);
                }
                Runtime.getRuntime().halt(0);
              }
        """);
    for (int method = 0; method < METHODS; method++) {
      source.append("static void m%d() {%n".formatted(method));
      source.append("Thread.startVirtualThread(Told::parkForGood);\n".repeat(LINES));
      source.append("}\n");
    }
    source.append("}\n");
    Path file = folder.resolve("ManyLines.java");
    Files.writeString(file, source);
    Finished javac =
        Finished.run(
            List.of(
                jdk.tool("javac").toString(),
                "-g",
                "-cp",
                Programs.of(jdk).toString(),
                "-d",
                folder.toString(),
                file.toString()));
    assertThat(javac.exitCode()).as(javac::output).isZero();
  }

  private static List<String> named(Map<String, Double> metrics, String prefix) {
    return metrics.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  /** Series of the lines themselves. */
  private static List<String> culprits(Map<String, Double> metrics, String prefix) {
    return named(metrics, prefix).stream()
        .filter(name -> name.matches(".*culprit=\"[^\"]+\\(.*"))
        .sorted()
        .toList();
  }

  private static double sum(Map<String, Double> metrics, String prefix) {
    return named(metrics, prefix).stream().mapToDouble(metrics::get).sum();
  }
}
