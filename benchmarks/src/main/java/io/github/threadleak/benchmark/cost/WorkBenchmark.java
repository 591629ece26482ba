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
import io.github.threadleak.benchmark.report.Unit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Virtual threads that do something: what recording adds to 10 µs and to 100 µs of work. */
public final class WorkBenchmark implements Benchmark {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * A load.
   *
   * @param load how busy it keeps the processors
   * @param micros of work for each task
   * @param perSecond tasks started a second, 0 for as many as can be
   * @param most the ratio aimed at
   */
  private record Load(String load, int micros, int tasks, int perSecond, double most) {
    @Override
    public String toString() {
      return micros + " µs, " + load;
    }
  }

  @Override
  public String name() {
    return "work";
  }

  @Override
  public String title() {
    return "Virtual threads that work";
  }

  @Override
  public void run(Workbench workbench, Section section)
      throws IOException, InterruptedException, Unavailable, ChildFailed {
    Jdk jdk = workbench.newestJdk();
    int halfLoad = Runtime.getRuntime().availableProcessors() * 1_000_000 / 2 / 10;
    List<Load> loads =
        List.of(
            new Load("all processors busy", 10, 200_000, 0, 1.10),
            new Load("half load", 10, 150_000, halfLoad, 1.10),
            new Load("all processors busy", 100, 30_000, 0, 1.01));
    double stepsPerMicro = calibrate(workbench, jdk);
    section.text(
        """
        Each virtual thread, started at a call depth of 15, works for a fixed number of steps that depend on one another: 10 µs or 100 µs
        on an idle processor, the same number in every variant. With *all processors busy* one platform thread starts them without a
        pause; at *half load* it starts %,d a second. *CPU* is the processor time of the whole process for each task, *wall* the time from the
        first start to the last end for each task, which at half load is the pace. On %s."""
            .formatted(halfLoad, jdk));
    List<Outcome> outcomes = new ArrayList<>();
    for (Load load : loads) {
      Outcome outcome =
          new Comparison(
                  load.toString(),
                  List.of(
                      Variants.none(),
                      Variants.spawnStacks(workbench, Variants.EXACT),
                      Variants.spawnStacks(workbench, Variants.ADAPTIVE),
                      Variants.spawnStacks(workbench, Variants.AUTO)),
                  variant -> work(workbench, jdk, variant, load, stepsPerMicro))
              .measure(workbench, workbench.rounds());
      outcomes.add(outcome);
      judge(section, outcome, load);
    }
    new CostTable()
        .figure("cpu", "CPU a task", Unit.NANOS)
        .figure("wall", "wall", Unit.NANOS)
        .addTo(section, "work, load", outcomes);
  }

  private static void judge(Section section, Outcome outcome, Load load) {
    for (String variant : List.of(Variants.EXACT, Variants.ADAPTIVE, Variants.AUTO)) {
      section.aim(
          Aim.atMost(
              outcome.what() + ", CPU a task: " + variant + " ÷ none",
              load.most(),
              outcome.ratio(variant, Variants.NONE, "cpu").median(),
              Unit.RATIO));
    }
  }

  private static double calibrate(Workbench workbench, Jdk jdk)
      throws IOException, InterruptedException, ChildFailed {
    try (Child child = Jvm.on(jdk).run(workbench, "program.Calibrate")) {
      return child.awaitFigures(PATIENCE).get("stepsPerMicrosecond");
    }
  }

  private static Sample work(
      Workbench workbench, Jdk jdk, Variant variant, Load load, double stepsPerMicro)
      throws IOException, InterruptedException, ChildFailed {
    try (Child child =
        Jvm.on(jdk)
            .variant(variant)
            .with("-Xms2g", "-Xmx2g")
            .run(
                workbench,
                "program.Work",
                Math.round(stepsPerMicro * load.micros()),
                load.tasks(),
                load.perSecond())) {
      return child.awaitFigures(PATIENCE);
    }
  }
}
