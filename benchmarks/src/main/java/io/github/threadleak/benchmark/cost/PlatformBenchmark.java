package io.github.threadleak.benchmark.cost;

import io.github.threadleak.benchmark.harness.Benchmark;
import io.github.threadleak.benchmark.harness.Child;
import io.github.threadleak.benchmark.harness.ChildFailed;
import io.github.threadleak.benchmark.harness.Comparison;
import io.github.threadleak.benchmark.harness.Jdk;
import io.github.threadleak.benchmark.harness.Jvm;
import io.github.threadleak.benchmark.harness.Outcome;
import io.github.threadleak.benchmark.harness.Sample;
import io.github.threadleak.benchmark.harness.Spread;
import io.github.threadleak.benchmark.harness.Unavailable;
import io.github.threadleak.benchmark.harness.Variant;
import io.github.threadleak.benchmark.harness.Workbench;
import io.github.threadleak.benchmark.report.Aim;
import io.github.threadleak.benchmark.report.Section;
import io.github.threadleak.benchmark.report.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Starting and joining a platform thread: dear in itself, so that little can be told apart. */
public final class PlatformBenchmark implements Benchmark {
  private static final String BARE = "bare -javaagent";
  private static final int STARTS = 10_000;

  /** A thread's start costs what the kernel makes of it that moment: five rounds tell nothing. */
  private static final int LEAST_ROUNDS = 15;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "platform";
  }

  @Override
  public String title() {
    return "Start and join of a platform thread";
  }

  @Override
  public void run(Workbench workbench, Section section)
      throws IOException, InterruptedException, Unavailable, ChildFailed {
    Jdk jdk = workbench.newestJdk();
    int rounds = Math.max(LEAST_ROUNDS, workbench.rounds());
    List<Variant> variants =
        List.of(
            Variants.none(),
            bareAgent(workbench, jdk),
            Variants.spawnStacks(workbench, Variants.EXACT));
    Outcome outcome =
        new Comparison(jdk.toString(), variants, variant -> start(workbench, jdk, variant))
            .measure(workbench, rounds);
    section.text(
        """
        %,d platform threads that do nothing, each joined before the next is started, after half as many to warm up; %d rounds, because the
        kernel's part of it varies. A *bare -javaagent* has an empty premain and may retransform."""
            .formatted(STARTS, rounds));
    new CostTable()
        .figure("wall", "wall", Unit.NANOS)
        .figure("cpu", "CPU", Unit.NANOS)
        .addTo(section, "JDK", List.of(outcome));
    Spread ratio = outcome.ratio(Variants.EXACT, Variants.NONE, "wall");
    section.aim(
        Aim.oneWithinNoise(
            "platform thread: exact ÷ none", ratio.median(), ratio.least(), ratio.most()));
  }

  private static Sample start(Workbench workbench, Jdk jdk, Variant variant)
      throws IOException, InterruptedException, ChildFailed {
    try (Child child = Jvm.on(jdk).variant(variant).run(workbench, "program.Platform", STARTS)) {
      return child.awaitFigures(PATIENCE);
    }
  }

  private static Variant bareAgent(Workbench workbench, Jdk jdk)
      throws IOException, InterruptedException, ChildFailed {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", "program.BareAgent");
    attributes.putValue("Can-Retransform-Classes", "true");
    Path jar = workbench.scratch().resolve("bare-agent.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry("program/BareAgent.class"));
      out.write(Files.readAllBytes(workbench.programClass(jdk, "program.BareAgent")));
    }
    return new Variant(BARE, List.of("-javaagent:" + jar));
  }
}
