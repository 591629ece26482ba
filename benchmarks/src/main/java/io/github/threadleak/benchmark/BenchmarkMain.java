package io.github.threadleak.benchmark;

import io.github.threadleak.benchmark.harness.Benchmark;
import io.github.threadleak.benchmark.harness.ChildFailed;
import io.github.threadleak.benchmark.harness.Jdk;
import io.github.threadleak.benchmark.harness.Unavailable;
import io.github.threadleak.benchmark.harness.Workbench;
import io.github.threadleak.benchmark.report.Document;
import io.github.threadleak.benchmark.report.Plot;
import io.github.threadleak.benchmark.report.Section;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs benchmarks and prints their sections; started by {@code benchmarks/run} in the project's
 * folder. Exit status: 0 done, 1 a benchmark could not be run, 2 unusable arguments.
 */
public final class BenchmarkMain {
  private static final Path DOCUMENT = Path.of("docs", "benchmarks.md");
  private static final Path PLOTS = Path.of("docs", "plots");

  private BenchmarkMain() {}

  public static void main(String[] words) throws IOException, InterruptedException {
    if (List.of(words).contains("--help")) {
      System.out.print(Arguments.USAGE);
      return;
    }
    Arguments arguments;
    try {
      arguments = Arguments.parse(words, Benchmarks.names());
    } catch (IllegalArgumentException unusable) {
      System.err.println("benchmarks/run: " + unusable.getMessage());
      System.err.print(Arguments.USAGE);
      System.exit(2);
      return;
    }
    if (arguments.list()) {
      Benchmarks.ALL.forEach(each -> System.out.printf("%-10s %s%n", each.name(), each.title()));
      return;
    }
    System.exit(run(arguments) ? 0 : 1);
  }

  private static boolean run(Arguments arguments) throws IOException, InterruptedException {
    boolean complete = true;
    try (Workbench workbench = new Workbench(Path.of("").toAbsolutePath(), arguments.rounds())) {
      for (Benchmark benchmark : Benchmarks.ALL) {
        if (!arguments.names().contains(benchmark.name())) {
          continue;
        }
        Section section = new Section(benchmark.name(), benchmark.title());
        long start = System.nanoTime();
        try {
          benchmark.run(workbench, section);
        } catch (Unavailable | ChildFailed | IOException failure) {
          complete = false;
          section.missing("this benchmark", String.valueOf(failure.getMessage()));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        section.text(provenance(benchmark, workbench, took));
        System.out.println(section.markdown());
        if (arguments.write()) {
          write(section);
        }
      }
    }
    return complete;
  }

  private static String provenance(Benchmark benchmark, Workbench workbench, Duration took) {
    List<String> jdks = workbench.jdks().stream().map(Jdk::version).toList();
    return String.format(
        "`benchmarks/run %s --rounds %d`, %s, %d s; %s; JDKs on it %s",
        benchmark.name(),
        workbench.rounds(),
        LocalDate.now(ZoneOffset.UTC),
        took.toSeconds(),
        Machine.describe(),
        String.join(", ", jdks));
  }

  /** After each benchmark, so that a run that is cut short leaves what it has measured. */
  private static void write(Section section) throws IOException {
    Document document = new Document(Files.readString(DOCUMENT, StandardCharsets.UTF_8));
    document.put(section.name(), section.markdown());
    document.sumUp(new ArrayList<>(Benchmarks.names()));
    Files.writeString(DOCUMENT, document.toString(), StandardCharsets.UTF_8);
    for (Map.Entry<String, Plot> plot : section.plots().entrySet()) {
      Files.createDirectories(PLOTS);
      Files.writeString(PLOTS.resolve(plot.getKey() + ".svg"), plot.getValue().svg());
    }
  }
}
