package io.github.threadleak.benchmark.cost;

import io.github.threadleak.benchmark.harness.Benchmark;
import io.github.threadleak.benchmark.harness.Child;
import io.github.threadleak.benchmark.harness.ChildFailed;
import io.github.threadleak.benchmark.harness.Comparison;
import io.github.threadleak.benchmark.harness.Jdk;
import io.github.threadleak.benchmark.harness.Jvm;
import io.github.threadleak.benchmark.harness.Outcome;
import io.github.threadleak.benchmark.harness.Sample;
import io.github.threadleak.benchmark.harness.Unavailable;
import io.github.threadleak.benchmark.harness.Variant;
import io.github.threadleak.benchmark.harness.Workbench;
import io.github.threadleak.benchmark.report.Aim;
import io.github.threadleak.benchmark.report.Section;
import io.github.threadleak.benchmark.report.Table;
import io.github.threadleak.benchmark.report.Unit;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the agent adds from the start of the process to main's first line, and to a ready service.
 */
public final class StartupBenchmark implements Benchmark {
  private static final int LEAST_ROUNDS_OF_EMPTY = 11;
  private static final double MOST_ADDED_NANOS = 120e6;
  private static final double MOST_OF_OPEN_TELEMETRY = 1.0 / 20;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Override
  public String name() {
    return "startup";
  }

  @Override
  public String title() {
    return "Start-up";
  }

  @Override
  public void run(Workbench workbench, Section section)
      throws IOException, InterruptedException, Unavailable {
    Jdk jdk = workbench.newestJdk();
    List<Variant> variants =
        List.of(
            Variants.none(),
            Variants.threadleak(workbench, Variants.AUTO),
            Variants.openTelemetry(workbench));
    int rounds = Math.max(LEAST_ROUNDS_OF_EMPTY, workbench.rounds());
    Outcome empty =
        new Comparison(
                "empty main",
                variants,
                variant -> start(workbench, jdk, variant, "program.Empty", List.of("main")))
            .measure(workbench, rounds);
    Outcome demo =
        new Comparison(
                "demo service",
                variants,
                variant ->
                    start(workbench, jdk, variant, "program.DemoStart", List.of("main", "ready")))
            .measure(workbench, workbench.rounds());
    section.text(
        """
        From the start of the process until a line of its output is read, on %s: the first line of an empty main (%d rounds), the first line of
        the demo service's main, and the line that it prints once Jetty listens. `auto` is the agent without options."""
            .formatted(jdk, rounds));
    Table table = new Table("what", "variant", "time", "added (least to most)");
    add(table, section, empty, "main", "empty main, first line");
    add(table, section, demo, "main", "demo service, first line");
    add(table, section, demo, "ready", "demo service, ready");
    section.table(table);
    section.aim(
        Aim.atMost(
            "start-up added to an empty main's first line",
            MOST_ADDED_NANOS,
            empty.added(Variants.AUTO, Variants.NONE, "main").median(),
            Unit.NANOS));
    section.aim(
        Aim.atMost(
            "start-up added to the demo service's first line",
            MOST_ADDED_NANOS,
            demo.added(Variants.AUTO, Variants.NONE, "main").median(),
            Unit.NANOS));
    judgeBesideOpenTelemetry(section, empty, "main", "an empty main's first line");
    judgeBesideOpenTelemetry(section, demo, "ready", "the demo service until ready");
  }

  private static void judgeBesideOpenTelemetry(
      Section section, Outcome outcome, String figure, String what) {
    section.aim(
        Aim.atMost(
            "start-up added to " + what + ": Threadleak ÷ OpenTelemetry",
            MOST_OF_OPEN_TELEMETRY,
            outcome.added(Variants.AUTO, Variants.NONE, figure).median()
                / outcome.added(Variants.OPEN_TELEMETRY, Variants.NONE, figure).median(),
            Unit.SHARE));
  }

  private static void add(
      Table table, Section section, Outcome outcome, String figure, String what) {
    for (String variant : outcome.samples().keySet()) {
      var added = outcome.added(variant, Variants.NONE, figure);
      table.row(
          what,
          variant,
          Unit.NANOS.format(outcome.of(variant, figure).median()),
          variant.equals(Variants.NONE) ? "" : Ranges.of(added, Unit.NANOS));
      String failure = outcome.failures().get(variant);
      if (failure != null) {
        section.missing(what + ", " + variant, failure);
      }
    }
  }

  private static Sample start(
      Workbench workbench, Jdk jdk, Variant variant, String program, List<String> lines)
      throws IOException, InterruptedException, ChildFailed {
    // compiled here, if that was not done yet, and not while the clock runs
    workbench.programs(jdk);
    Map<String, Double> figures = new LinkedHashMap<>();
    long start = System.nanoTime();
    try (Child child = Jvm.on(jdk).variant(variant).run(workbench, program)) {
      for (String line : lines) {
        child.awaitLine(line, PATIENCE);
        figures.put(line, (double) (System.nanoTime() - start));
      }
      child.awaitSuccess(PATIENCE);
    }
    return new Sample(figures);
  }
}
