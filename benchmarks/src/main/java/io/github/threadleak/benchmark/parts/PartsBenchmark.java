package io.github.threadleak.benchmark.parts;

import io.github.threadleak.benchmark.harness.Benchmark;
import io.github.threadleak.benchmark.harness.ChildFailed;
import io.github.threadleak.benchmark.harness.Jdk;
import io.github.threadleak.benchmark.harness.Unavailable;
import io.github.threadleak.benchmark.harness.Workbench;
import io.github.threadleak.benchmark.report.Section;
import io.github.threadleak.benchmark.report.Table;
import io.github.threadleak.benchmark.report.Unit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The parts of the agent one by one, by JMH. */
public final class PartsBenchmark implements Benchmark {
  private static final int WARM_UPS = 3;
  private static final int MEASURED = 5;

  /** What the agent opens to itself where it is loaded as one. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.ref",
          "java.util.concurrent",
          "java.util.concurrent.locks",
          "jdk.internal.misc",
          "jdk.internal.vm");

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  @Override
  public String name() {
    return "jmh";
  }

  @Override
  public String title() {
    return "The agent's parts, by JMH";
  }

  @Override
  public void run(Workbench workbench, Section section) throws Unavailable, ChildFailed {
    Jdk jdk = workbench.newestJdk();
    section.text(
        """
        One fork on %s, %d iterations of a second to warm up and %d that count. *Time* is the mean for each operation with half the width of its
        99.9 %% confidence interval, *allocated* the heap that each takes."""
            .formatted(jdk, WARM_UPS, MEASURED));
    Options options =
        new OptionsBuilder()
            .include("io\\.github\\.threadleak\\..*Benchmark\\..*")
            .jvm(jdk.tool("java").toString())
            .jvmArgs(jvmArguments())
            .forks(1)
            .warmupIterations(WARM_UPS)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(MEASURED)
            .measurementTime(TimeValue.seconds(1))
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .build();
    workbench.progress("JMH: single parts, some minutes");
    try {
      section.table(tableOf(new Runner(options).run().stream().toList()));
    } catch (RunnerException failure) {
      throw new ChildFailed("JMH: " + failure.getMessage());
    }
  }

  private static String[] jvmArguments() {
    return Stream.concat(
            Stream.of("-Xms1g", "-Xmx1g"),
            OPENED.stream().map(opened -> "--add-opens=java.base/" + opened + "=ALL-UNNAMED"))
        .toArray(String[]::new);
  }

  private static Table tableOf(List<RunResult> results) throws ChildFailed {
    if (results.isEmpty()) {
      throw new ChildFailed("JMH measured nothing");
    }
    Table table = new Table("part", "with", "time", "±", "allocated");
    for (RunResult result : results) {
      Result<?> time = result.getPrimaryResult();
      Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
      table.row(
          nameOf(result.getParams()),
          parametersOf(result.getParams()),
          Unit.NANOS.format(time.getScore()),
          Unit.NANOS.format(time.getScoreError()),
          Unit.BYTES.format(allocated == null ? Double.NaN : allocated.getScore()));
    }
    return table;
  }

  /** {@code Capture.walk} for {@code io.github.threadleak.site.CaptureBenchmark.walk}. */
  private static String nameOf(BenchmarkParams params) {
    String name = params.getBenchmark();
    int method = name.lastIndexOf('.');
    int type = name.lastIndexOf('.', method - 1);
    return name.substring(type + 1).replace("Benchmark.", ".");
  }

  private static String parametersOf(BenchmarkParams params) {
    return params.getParamsKeys().stream()
        .map(key -> key + " " + params.getParam(key))
        .collect(Collectors.joining(", "));
  }
}
