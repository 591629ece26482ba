package io.github.threadleak.benchmark.size;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.github.threadleak.benchmark.cost.Ranges;
import io.github.threadleak.benchmark.harness.Benchmark;
import io.github.threadleak.benchmark.harness.Child;
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
import java.util.Map;

/** Attaching to a JVM that has many threads already. */
public final class AttachBenchmark implements Benchmark {
  private static final int THREADS = 200_000;
  private static final int SITES = 100;
  private static final double MOST_NANOS = 1e9;
  private static final double LONGEST_PAUSE_NANOS = 50e6;
  private static final String COMMAND = "`attach PID`";
  private static final String LOADING = "loading alone";

  @Override
  public String name() {
    return "attach";
  }

  @Override
  public String title() {
    return "Attaching to a JVM with 200,000 virtual threads";
  }

  @Override
  public void run(Workbench workbench, Section section)
      throws IOException, InterruptedException, Unavailable {
    Jdk jdk = workbench.newestJdk();
    ParkedJvm.Load load = ParkedJvm.Load.of(THREADS, SITES).withoutAgent();
    Outcome outcome =
        new Comparison(
                "attach",
                List.of(new Variant(COMMAND, List.of()), new Variant(LOADING, List.of())),
                variant -> attach(workbench, jdk, variant, load))
            .measure(workbench, workbench.rounds());
    section.text(
        """
        %,d parked virtual threads, on %s, a new JVM each time. *%s* is the whole command, the start of its own JVM with it; *%s* is
        `VirtualMachine.loadAgent`, which returns when the threads are in the books and the listener is open. The longest stop is the longest
        safepoint that the JVM logged meanwhile and that was not a collection's."""
            .formatted(THREADS, jdk, COMMAND, LOADING));
    Table table = new Table("what", "time (least to most)", "longest stop (least to most)");
    for (String variant : outcome.samples().keySet()) {
      table.row(
          variant,
          Ranges.of(outcome.of(variant, "time"), Unit.NANOS),
          Ranges.of(outcome.of(variant, "pause"), Unit.NANOS));
    }
    section.table(table);
    outcome.failures().forEach((variant, why) -> section.missing(variant, "It " + why));
    for (String variant : List.of(COMMAND, LOADING)) {
      section.aim(
          Aim.atMost(
              "attach to 200,000 virtual threads, " + variant,
              MOST_NANOS,
              outcome.of(variant, "time").median(),
              Unit.NANOS));
    }
    section.aim(
        Aim.atMost(
            "longest stop while attaching",
            LONGEST_PAUSE_NANOS,
            Math.max(outcome.of(COMMAND, "pause").most(), outcome.of(LOADING, "pause").most()),
            Unit.NANOS));
  }

  private static Sample attach(Workbench workbench, Jdk jdk, Variant variant, ParkedJvm.Load load)
      throws IOException, InterruptedException, ChildFailed {
    try (ParkedJvm jvm = ParkedJvm.start(workbench, jdk, load)) {
      long mark = jvm.log().mark();
      long start = System.nanoTime();
      if (variant.name().equals(LOADING)) {
        load(jvm.pid(), workbench.agentJar().toString());
      } else {
        command(jdk, jvm.pid(), workbench.agentJar().toString());
      }
      double time = System.nanoTime() - start;
      return new Sample(Map.of("time", time, "pause", jvm.log().longestPause(mark)));
    } catch (Unavailable missing) {
      throw new ChildFailed(String.valueOf(missing.getMessage()));
    }
  }

  private static void command(Jdk jdk, long pid, String jar)
      throws IOException, InterruptedException, ChildFailed {
    List<String> command =
        List.of(
            jdk.tool("java").toString(),
            "-jar",
            jar,
            "attach",
            String.valueOf(pid),
            "port=0,log=off");
    try (Child child = Child.start(command)) {
      child.awaitSuccess(ParkedJvm.PATIENCE);
    }
  }

  private static void load(long pid, String jar) throws IOException, ChildFailed {
    try {
      VirtualMachine jvm = VirtualMachine.attach(String.valueOf(pid));
      try {
        jvm.loadAgent(jar, "port=0,log=off");
      } finally {
        jvm.detach();
      }
    } catch (AttachNotSupportedException
        | AgentLoadException
        | AgentInitializationException refused) {
      throw new ChildFailed("could not be attached to: " + refused.getMessage());
    }
  }
}
