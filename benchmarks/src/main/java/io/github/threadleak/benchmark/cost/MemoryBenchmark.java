package io.github.threadleak.benchmark.cost;

import io.github.threadleak.benchmark.harness.AgentClient;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the agent keeps for each live virtual thread, a million of them parked. */
public final class MemoryBenchmark implements Benchmark {
  private static final int THREADS = 1_000_000;
  private static final double MOST_BYTES = 64;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String title() {
    return "Memory for each live parked virtual thread";
  }

  @Override
  public void run(Workbench workbench, Section section)
      throws IOException, InterruptedException, Unavailable {
    Jdk jdk = workbench.newestJdk();
    Path portFile = workbench.scratch().resolve("memory.port");
    List<Variant> variants =
        List.of(
            Variants.none(),
            Variants.threadleak(
                workbench, Variants.AUTO, "port-file=" + portFile, "census-interval=2s"));
    Outcome outcome =
        new Comparison(jdk.toString(), variants, variant -> park(workbench, jdk, variant, portFile))
            .measure(workbench, workbench.rounds());
    section.text(
        """
        %,d virtual threads from one line, all parked. *Heap* is what is in use after full collections, less the same before the first
        thread, for each thread; *outside* is what the JVM has committed for all but the Java heap (`VM.native_memory`), likewise. With the agent
        (`auto`, with a census every 2 s) both are read after a census has seen every thread. On %s, G1."""
            .formatted(THREADS, jdk));
    Table table = new Table("variant", "heap", "added", "outside", "added");
    for (String variant : outcome.samples().keySet()) {
      boolean bare = variant.equals(Variants.NONE);
      table.row(
          variant,
          Unit.BYTES.format(outcome.of(variant, "heap").median()),
          bare ? "" : Ranges.of(outcome.added(variant, Variants.NONE, "heap"), Unit.BYTES),
          Unit.BYTES.format(outcome.of(variant, "outside").median()),
          bare ? "" : Ranges.of(outcome.added(variant, Variants.NONE, "outside"), Unit.BYTES));
    }
    section.table(table);
    outcome.failures().forEach((variant, why) -> section.missing(variant, why));
    section.aim(
        Aim.atMost(
            "memory for each live parked virtual thread, heap and outside",
            MOST_BYTES,
            outcome.added(Variants.AUTO, Variants.NONE, "heap").median()
                + Math.max(0, outcome.added(Variants.AUTO, Variants.NONE, "outside").median()),
            Unit.BYTES));
  }

  private static Sample park(Workbench workbench, Jdk jdk, Variant variant, Path portFile)
      throws IOException, InterruptedException, ChildFailed {
    Files.deleteIfExists(portFile);
    try (Child child =
        Jvm.on(jdk)
            .variant(variant)
            .with("-Xms4g", "-Xmx4g", "-XX:+UseG1GC", "-XX:NativeMemoryTracking=summary")
            .run(workbench, "program.Parked", THREADS)) {
      child.awaitLine("parked", PATIENCE);
      if (!variant.name().equals(Variants.NONE)) {
        AgentClient.of(portFile)
            .awaitMetric("threadleak_parked_threads{kind=\"virtual\"", THREADS, PATIENCE);
      }
      child.send("measure");
      return child.awaitFigures(PATIENCE);
    }
  }
}
