package io.github.threadleak.benchmark.size;

import io.github.threadleak.benchmark.harness.AgentClient;
import io.github.threadleak.benchmark.harness.Benchmark;
import io.github.threadleak.benchmark.harness.ChildFailed;
import io.github.threadleak.benchmark.harness.Jdk;
import io.github.threadleak.benchmark.harness.Unavailable;
import io.github.threadleak.benchmark.harness.Workbench;
import io.github.threadleak.benchmark.report.Aim;
import io.github.threadleak.benchmark.report.Section;
import io.github.threadleak.benchmark.report.Table;
import io.github.threadleak.benchmark.report.Unit;
import java.io.IOException;
import java.time.Duration;

/** What the censuses of a million threads use of a processor, and whether they stop the JVM. */
public final class CensusBenchmark implements Benchmark {
  private static final int THREADS = 1_000_000;
  private static final int SITES = 10_000;
  private static final int CENSUSES = 4;
  private static final double MOST_OF_A_CORE = 0.01;
  private static final double LONGEST_PAUSE_NANOS = 5e6;

  /** A census is put off until those before it make one hundredth of the time. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Override
  public String name() {
    return "census";
  }

  @Override
  public String title() {
    return "Censuses of a million threads";
  }

  @Override
  public void run(Workbench workbench, Section section)
      throws IOException, InterruptedException, Unavailable, ChildFailed {
    Jdk jdk = workbench.newestJdk();
    section.text(
        """
        %,d virtual threads from %,d lines, all parked, on %s; the agent with its defaults, watched from the time when all were parked until
        the %dth census was over. The first census runs cold code and reads the stacks of every site. A stop is any safepoint that the JVM logged and
        that was not a collection's."""
            .formatted(THREADS, SITES, jdk, CENSUSES + 1));
    try (ParkedJvm jvm = ParkedJvm.start(workbench, jdk, ParkedJvm.Load.of(THREADS, SITES))) {
      AgentClient agent = jvm.agent();
      double taken = agent.metric("threadleak_agent_census_seconds_count");
      double before = agent.metric("threadleak_agent_census_cpu_seconds_total");
      long mark = jvm.log().mark();
      long start = System.nanoTime();
      double used = 0;
      double lastAt = 0;
      Table table = new Table("census", "processor time", "after the one before");
      for (int i = 1; i <= CENSUSES; i++) {
        agent.awaitMetric("threadleak_agent_census_seconds_count", taken + i, PATIENCE);
        double cpu = agent.metric("threadleak_agent_census_cpu_seconds_total") - before;
        double at = System.nanoTime() - start;
        workbench.progress("census %d: %.2f s of processor time", i, cpu - used);
        table.row(
            String.valueOf(i),
            Unit.NANOS.format((cpu - used) * 1e9),
            i == 1 ? "" : Unit.NANOS.format(at - lastAt));
        used = cpu;
        lastAt = at;
      }
      // The share is that of whole intervals: what the last census used is made up for after it.
      agent.awaitMetric("threadleak_agent_census_seconds_count", taken + CENSUSES + 1, PATIENCE);
      double passed = System.nanoTime() - start;
      section.table(table);
      section.aim(
          Aim.atMost(
              "censuses of a million threads, share of one core",
              MOST_OF_A_CORE,
              used * 1e9 / passed,
              Unit.PERCENT));
      section.aim(
          Aim.atMost(
              "longest stop of the JVM meanwhile",
              LONGEST_PAUSE_NANOS,
              jvm.log().longestPause(mark),
              Unit.NANOS));
    }
  }
}
