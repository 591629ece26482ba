package io.github.threadleak.benchmark.size;

import io.github.threadleak.benchmark.harness.AgentClient;
import io.github.threadleak.benchmark.harness.Benchmark;
import io.github.threadleak.benchmark.harness.ChildFailed;
import io.github.threadleak.benchmark.harness.Jdk;
import io.github.threadleak.benchmark.harness.Spread;
import io.github.threadleak.benchmark.harness.Unavailable;
import io.github.threadleak.benchmark.harness.Workbench;
import io.github.threadleak.benchmark.report.Aim;
import io.github.threadleak.benchmark.report.Plot;
import io.github.threadleak.benchmark.report.Section;
import io.github.threadleak.benchmark.report.Table;
import io.github.threadleak.benchmark.report.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** How answers, censuses and memory grow with the number of threads, and with that of sites. */
public final class GrowthBenchmark implements Benchmark {
  private static final List<Integer> THREADS = List.of(1_000, 10_000, 100_000, 1_000_000);
  private static final List<Integer> SITES = List.of(1, 10, 100, 1_000, 10_000);
  private static final int USUAL_SITES = 100;
  private static final int USUAL_THREADS = 100_000;
  private static final int CENSUSES = 3;

  /** What a cost may grow by where its cause grows tenfold: a little more is noise. */
  private static final double LINEAR = 1.25;

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public String title() {
    return "How cost grows";
  }

  /** The costs at one number of threads and sites, in nanoseconds and bytes. */
  private record Point(
      int threads, int sites, double metrics, double groups, double census, double tables) {}

  /** A cost by its name. */
  private record Cost(String name, Unit unit, ToDoubleFunction<Point> of) {}

  private static final List<Cost> COSTS =
      List.of(
          new Cost("/metrics", Unit.NANOS, Point::metrics),
          new Cost("debug=1", Unit.NANOS, Point::groups),
          new Cost("census", Unit.NANOS, Point::census),
          new Cost("tables", Unit.BYTES, Point::tables));

  @Override
  public void run(Workbench workbench, Section section)
      throws IOException, InterruptedException, Unavailable, ChildFailed {
    Jdk jdk = workbench.newestJdk();
    section.text(
        """
        Parked virtual threads on %s. `/metrics` and `debug=1`: median of %d answers. Census: processor time of the %drd. Tables: what
        `threadleak_agent_registry_bytes` says of the agent's memory. Each is given for the whole, not for a thread."""
            .formatted(jdk, 2 * workbench.rounds(), CENSUSES));
    List<Point> byThreads = new ArrayList<>();
    for (int threads : THREADS) {
      byThreads.add(measure(workbench, jdk, threads, USUAL_SITES));
    }
    List<Point> bySites = new ArrayList<>();
    for (int sites : SITES) {
      bySites.add(measure(workbench, jdk, USUAL_THREADS, sites));
    }
    show(section, "threads", "100 sites", byThreads, Point::threads);
    show(section, "sites", "100,000 threads", bySites, Point::sites);
  }

  private static Point measure(Workbench workbench, Jdk jdk, int threads, int sites)
      throws IOException, InterruptedException, ChildFailed, Unavailable {
    workbench.progress("growth: %,d threads, %,d sites", threads, sites);
    ParkedJvm.Load load = ParkedJvm.Load.of(threads, sites, "census-interval=1s");
    try (ParkedJvm jvm = ParkedJvm.start(workbench, jdk, load)) {
      AgentClient agent = jvm.agent();
      double census = 0;
      for (int i = 1; i <= CENSUSES; i++) {
        double before = agent.metric("threadleak_agent_census_cpu_seconds_total");
        double taken = agent.metric("threadleak_agent_census_seconds_count");
        agent.awaitMetric("threadleak_agent_census_seconds_count", taken + 1, ParkedJvm.PATIENCE);
        census = agent.metric("threadleak_agent_census_cpu_seconds_total") - before;
      }
      int answers = 2 * workbench.rounds();
      MetricsBenchmark.medianScrape(jvm, answers);
      double metrics = MetricsBenchmark.medianScrape(jvm, answers).median();
      medianGroups(jvm, answers);
      double groups = medianGroups(jvm, answers).median();
      Point point =
          new Point(
              threads,
              sites,
              metrics,
              groups,
              census * 1e9,
              agent.metric("threadleak_agent_registry_bytes"));
      workbench.progress("  %s", point);
      return point;
    }
  }

  private static Spread medianGroups(ParkedJvm jvm, int answers) throws IOException {
    double[] nanos = new double[answers];
    for (int i = 0; i < answers; i++) {
      String url = jvm.url() + "/debug/pprof/threads?debug=1";
      nanos[i] = Answer.of(url, MetricsBenchmark.NO_THREADS).nanos();
    }
    return Spread.of(nanos);
  }

  private static void show(
      Section section, String cause, String beside, List<Point> points, ToIntFunction<Point> size) {
    Table table = new Table(cause, "`/metrics`", "`debug=1`", "census", "tables");
    for (Point point : points) {
      table.row(
          String.format("%,d", size.applyAsInt(point)),
          Unit.NANOS.format(point.metrics()),
          Unit.NANOS.format(point.groups()),
          Unit.NANOS.format(point.census()),
          Unit.BYTES.format(point.tables()));
    }
    section.table(table);
    Plot time = new Plot("Time by the number of " + cause + ", " + beside, cause, "milliseconds");
    Plot memory = new Plot("Tables by the number of " + cause + ", " + beside, cause, "MB");
    for (Cost cost : COSTS) {
      Plot plot = cost.unit() == Unit.BYTES ? memory : time;
      for (Point point : points) {
        double value = cost.of().applyAsDouble(point) / 1e6;
        if (value > 0) {
          plot.point(cost.name(), size.applyAsInt(point), value);
        }
      }
      section.aim(
          Aim.atMost(
              cost.name() + " by " + cause + ", growth at the last tenfold",
              10 * LINEAR,
              growth(points, cost),
              Unit.RATIO));
    }
    section.plot("growth-" + cause + "-time", time);
    section.plot("growth-" + cause + "-tables", memory);
  }

  private static double growth(List<Point> points, Cost cost) {
    int last = points.size() - 1;
    return cost.of().applyAsDouble(points.get(last))
        / cost.of().applyAsDouble(points.get(last - 1));
  }
}
