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
import java.util.List;

/** An HTTP server whose requests run on virtual threads, under load. */
public final class HttpBenchmark implements Benchmark {
  private static final int CONNECTIONS = 16;

  /** Jetty and Javalin are not compiled sooner on two processors that the load shares. */
  private static final int WARM_UP_SECONDS = 20;

  private static final int FULL_SECONDS = 4;
  private static final int PACED_SECONDS = 4;

  /** Of what the bare server answers at full load: room for the slower variants. */
  private static final double PACED_SHARE = 0.3;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Override
  public String name() {
    return "http";
  }

  @Override
  public String title() {
    return "An HTTP server on virtual threads under load";
  }

  @Override
  public void run(Workbench workbench, Section section)
      throws IOException, InterruptedException, Unavailable, ChildFailed {
    Jdk jdk = workbench.newestJdk();
    Sample alone = load(workbench, jdk, Variants.none(), 0);
    int rate = (int) (alone.get("throughput") * PACED_SHARE);
    List<Variant> variants =
        List.of(
            Variants.none(),
            Variants.threadleak(workbench, Variants.AUTO),
            Variants.openTelemetry(workbench));
    Outcome outcome =
        new Comparison(jdk.toString(), variants, variant -> load(workbench, jdk, variant, rate))
            .measure(workbench, workbench.rounds());
    section.text(
        """
        Javalin on Jetty with `useVirtualThreads`, answering a GET with 20 objects in JSON; a load generator in a process of its own, on the same
        two processors, over %d kept connections. After a warm-up of %d s: *throughput*, where each connection asks again as soon as it was
        answered, and the server's *CPU* for each of those requests; then *p50* and *p99* at %,d requests a second, three tenths of what the bare server
        managed, each counted from when the request was due. `auto` is the agent without options; OpenTelemetry's agent has its exporters off."""
            .formatted(CONNECTIONS, WARM_UP_SECONDS, rate));
    new CostTable()
        .figure("throughput", "throughput", Unit.PER_SECOND)
        .figure("cpu", "CPU a request", Unit.NANOS)
        .figure("p50", "p50", Unit.NANOS)
        .figure("p99", "p99", Unit.NANOS)
        .addTo(section, "JDK", List.of(outcome));
    judge(section, outcome);
  }

  private static Sample load(Workbench workbench, Jdk jdk, Variant variant, int rate)
      throws IOException, InterruptedException, ChildFailed {
    try (Child server =
        Jvm.on(jdk).variant(variant).with("-Xms1g", "-Xmx1g").run(workbench, "program.Server")) {
      String port = server.awaitLine("port ", PATIENCE).substring("port ".length());
      try (Child load =
          Child.start(
              List.of(
                  jdk.tool("java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  LoadGenerator.class.getName(),
                  port,
                  String.valueOf(server.pid()),
                  "/orders/anna",
                  String.valueOf(CONNECTIONS),
                  String.valueOf(WARM_UP_SECONDS),
                  String.valueOf(FULL_SECONDS),
                  String.valueOf(PACED_SECONDS),
                  String.valueOf(rate)))) {
        return load.awaitFigures(PATIENCE);
      }
    }
  }

  private static void judge(Section section, Outcome outcome) {
    section.aim(
        Aim.atLeast(
            "HTTP throughput: Threadleak ÷ none",
            0.99,
            outcome.ratio(Variants.AUTO, Variants.NONE, "throughput").median(),
            Unit.RATIO));
    section.aim(
        Aim.atLeast(
            "HTTP throughput: Threadleak ÷ OpenTelemetry",
            1,
            outcome.ratio(Variants.AUTO, Variants.OPEN_TELEMETRY, "throughput").median(),
            Unit.RATIO));
    section.aim(
        Aim.atMost(
            "HTTP p99: Threadleak ÷ none",
            1 / 0.99,
            outcome.ratio(Variants.AUTO, Variants.NONE, "p99").median(),
            Unit.RATIO));
    section.aim(
        Aim.atMost(
            "HTTP p99: Threadleak ÷ OpenTelemetry",
            1,
            outcome.ratio(Variants.AUTO, Variants.OPEN_TELEMETRY, "p99").median(),
            Unit.RATIO));
  }
}
