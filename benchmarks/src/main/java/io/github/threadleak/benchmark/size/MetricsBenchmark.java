package io.github.threadleak.benchmark.size;

import io.github.threadleak.benchmark.cost.Ranges;
import io.github.threadleak.benchmark.harness.Benchmark;
import io.github.threadleak.benchmark.harness.ChildFailed;
import io.github.threadleak.benchmark.harness.Jdk;
import io.github.threadleak.benchmark.harness.Spread;
import io.github.threadleak.benchmark.harness.Unavailable;
import io.github.threadleak.benchmark.harness.Workbench;
import io.github.threadleak.benchmark.report.Aim;
import io.github.threadleak.benchmark.report.Section;
import io.github.threadleak.benchmark.report.Table;
import io.github.threadleak.benchmark.report.Unit;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;

/** How long a scrape takes with a million threads from thousands of sites. */
public final class MetricsBenchmark implements Benchmark {
  static final Pattern NO_THREADS = Pattern.compile("(?!)");
  private static final int THREADS = 1_000_000;
  private static final int SITES = 10_000;
  private static final int SCRAPES_OF_ROUND = 20;
  private static final double MOST_NANOS = 10e6;

  @Override
  public String name() {
    return "metrics";
  }

  @Override
  public String title() {
    return "A scrape of /metrics";
  }

  @Override
  public void run(Workbench workbench, Section section)
      throws IOException, InterruptedException, Unavailable, ChildFailed {
    Jdk jdk = workbench.newestJdk();
    section.text(
        """
        %,d virtual threads from %,d lines, all parked, on %s. *First* is the JVM's first scrape, which loads what it needs; the others are of %d
        rounds of %d, after the first census. From the request to the last byte, over loopback."""
            .formatted(THREADS, SITES, jdk, workbench.rounds(), SCRAPES_OF_ROUND));
    workbench.progress("metrics: starting %,d threads", THREADS);
    try (ParkedJvm jvm = ParkedJvm.start(workbench, jdk, ParkedJvm.Load.of(THREADS, SITES))) {
      double first = scrape(jvm);
      jvm.agent().awaitMetric("threadleak_agent_census_seconds_count", 1, ParkedJvm.PATIENCE);
      double[] medians = new double[workbench.rounds()];
      for (int round = -1; round < medians.length; round++) {
        double median = medianScrape(jvm, SCRAPES_OF_ROUND).median();
        workbench.progress("metrics: round %d, %s", round + 1, Unit.NANOS.format(median));
        if (round >= 0) {
          medians[round] = median;
        }
      }
      Spread spread = Spread.of(medians);
      section.table(
          new Table("first", "median of the rounds' medians")
              .row(Unit.NANOS.format(first), Ranges.of(spread, Unit.NANOS)));
      section.aim(
          Aim.atMost(
              "`/metrics`, a million threads, 10,000 sites",
              MOST_NANOS,
              spread.median(),
              Unit.NANOS));
    }
  }

  /** Scrapes with a pause before each, as a scraper leaves one. */
  static Spread medianScrape(ParkedJvm jvm, int scrapes) throws IOException, InterruptedException {
    double[] nanos = new double[scrapes];
    for (int i = 0; i < scrapes; i++) {
      Thread.sleep(Duration.ofMillis(20).toMillis());
      nanos[i] = scrape(jvm);
    }
    return Spread.of(nanos);
  }

  private static double scrape(ParkedJvm jvm) throws IOException {
    return Answer.of(jvm.url() + "/metrics", NO_THREADS).nanos();
  }
}
