package io.github.threadleak.benchmark.size;

import io.github.threadleak.benchmark.cost.Ranges;
import io.github.threadleak.benchmark.harness.Benchmark;
import io.github.threadleak.benchmark.harness.ChildFailed;
import io.github.threadleak.benchmark.harness.Comparison;
import io.github.threadleak.benchmark.harness.Jdk;
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
import java.util.List;

/** What the agent keeps for thousands of spawn sites with deep stacks. */
public final class SitesMemoryBenchmark implements Benchmark {
  private static final int SITES = 10_000;
  private static final int DEPTH = 30;
  private static final int CENSUSES = 3;
  private static final double MOST_BYTES = 40e6;
  private static final String NONE = "none";
  private static final String AGENT = "agent";

  @Override
  public String name() {
    return "sites-memory";
  }

  @Override
  public String title() {
    return "Memory with 10,000 spawn sites";
  }

  @Override
  public void run(Workbench workbench, Section section)
      throws IOException, InterruptedException, Unavailable, ChildFailed {
    Jdk jdk = workbench.newestJdk();
    section.text(
        """
        %,d sites of depth %d, on %s. No two stacks have a frame in common but for the two lowest: the dearest case. Heap in use after full
        collections and %d censuses, less that of the same program without the agent. With 20 threads a site, as many sites as there is room for
        have a history for the growth test, and the threads' own entries are in the figure; that is one round, since a census of so many puts
        the next one off by minutes."""
            .formatted(SITES, DEPTH, jdk, CENSUSES));
    Table table = new Table("threads", "without the agent", "added (least to most)");
    for (int threads : List.of(SITES, 20 * SITES)) {
      ParkedJvm.Load load =
          new ParkedJvm.Load(threads, SITES, DEPTH, true, List.of("census-interval=2s"));
      Outcome outcome =
          new Comparison(
                  String.format("%,d threads", threads),
                  List.of(new Variant(NONE, List.of()), new Variant(AGENT, List.of())),
                  variant -> heap(workbench, jdk, variant, load))
              .measure(workbench, threads == SITES ? workbench.rounds() : 1);
      table.row(
          String.format("%,d", threads),
          Unit.BYTES.format(outcome.of(NONE, "heap").median()),
          Ranges.of(outcome.added(AGENT, NONE, "heap"), Unit.BYTES));
      outcome.failures().forEach((variant, why) -> section.missing(variant, "It " + why));
      section.aim(
          Aim.atMost(
              String.format("heap for 10,000 sites of depth 30, %,d threads", threads),
              MOST_BYTES,
              outcome.added(AGENT, NONE, "heap").median(),
              Unit.BYTES));
    }
    section.table(table);
  }

  private static Sample heap(Workbench workbench, Jdk jdk, Variant variant, ParkedJvm.Load load)
      throws IOException, InterruptedException, ChildFailed {
    boolean agent = variant.name().equals(AGENT);
    try (ParkedJvm jvm = ParkedJvm.start(workbench, jdk, agent ? load : load.withoutAgent())) {
      if (agent) {
        jvm.agent()
            .awaitMetric("threadleak_agent_census_seconds_count", CENSUSES, ParkedJvm.PATIENCE);
      }
      return Sample.of("heap", jvm.heapAfterCollection());
    } catch (Unavailable missing) {
      throw new ChildFailed(String.valueOf(missing.getMessage()));
    }
  }
}
