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

/** An empty virtual thread's spawn, run and end: nothing but what recording adds. */
public final class SpawnBenchmark implements Benchmark {
  private static final int SPAWNS = 300_000;
  private static final int[] DEPTHS = {15, 60};
  private static final int[] JDKS = {21, 25};
  private static final double[] MOST_OF_JFR = {1.0, 1.3};
  private static final double MOST_ADAPTIVE = 1.5;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "spawn";
  }

  @Override
  public String title() {
    return "Spawn, run and end of an empty virtual thread";
  }

  @Override
  public void run(Workbench workbench, Section section)
      throws IOException, InterruptedException, Unavailable {
    section.text(
        """
        One platform thread starts 300,000 virtual threads that do nothing, from one line at a call depth, without waiting in between, while
        the carriers run them; then it waits for the last. *Wall* is that time for each thread: on two processors the dearer of two sides,
        starting or running. *CPU* is the processor time of the whole process for each thread: both sides, and the collector.""");
    List<Outcome> outcomes = new ArrayList<>();
    for (int feature : JDKS) {
      Jdk jdk;
      try {
        jdk = workbench.jdk(feature);
      } catch (Unavailable missing) {
        section.missing("JDK " + feature, missing.getMessage() + ".");
        continue;
      }
      for (int i = 0; i < DEPTHS.length; i++) {
        Outcome outcome = compare(workbench, jdk, DEPTHS[i]);
        outcomes.add(outcome);
        judge(section, outcome, MOST_OF_JFR[i]);
      }
    }
    new CostTable()
        .figure("wall", "wall", Unit.NANOS)
        .figure("cpu", "CPU", Unit.NANOS)
        .addTo(section, "JDK, depth", outcomes);
  }

  private static Outcome compare(Workbench workbench, Jdk jdk, int depth)
      throws IOException, InterruptedException, Unavailable {
    List<Variant> variants =
        List.of(
            Variants.none(),
            Variants.jfr(workbench),
            Variants.spawnStacks(workbench, Variants.EXACT),
            Variants.spawnStacks(workbench, Variants.ADAPTIVE),
            Variants.spawnStacks(workbench, Variants.AUTO));
    return new Comparison(
            jdk + ", depth " + depth, variants, variant -> spawn(workbench, jdk, variant, depth))
        .measure(workbench, workbench.rounds());
  }

  private static Sample spawn(Workbench workbench, Jdk jdk, Variant variant, int depth)
      throws IOException, InterruptedException, ChildFailed {
    try (Child child =
        Jvm.on(jdk)
            .variant(variant)
            .with("-Xms2g", "-Xmx2g")
            .run(workbench, "program.Spawn", depth, SPAWNS)) {
      return child.awaitFigures(PATIENCE);
    }
  }

  private static void judge(Section section, Outcome outcome, double mostOfJfr) {
    section.aim(
        Aim.atMost(
            "empty virtual thread, " + outcome.what() + ": exact ÷ JFR",
            mostOfJfr,
            outcome.ratio(Variants.EXACT, Variants.JFR, "wall").median(),
            Unit.RATIO));
    section.aim(
        Aim.atMost(
            "empty virtual thread, " + outcome.what() + ": adaptive ÷ none",
            MOST_ADAPTIVE,
            outcome.ratio(Variants.ADAPTIVE, Variants.NONE, "wall").median(),
            Unit.RATIO));
  }
}
