package io.github.threadleak.benchmark;

import io.github.threadleak.benchmark.cost.HttpBenchmark;
import io.github.threadleak.benchmark.cost.MemoryBenchmark;
import io.github.threadleak.benchmark.cost.PlatformBenchmark;
import io.github.threadleak.benchmark.cost.SpawnBenchmark;
import io.github.threadleak.benchmark.cost.StartupBenchmark;
import io.github.threadleak.benchmark.cost.WorkBenchmark;
import io.github.threadleak.benchmark.harness.Benchmark;
import io.github.threadleak.benchmark.parts.PartsBenchmark;
import io.github.threadleak.benchmark.size.AttachBenchmark;
import io.github.threadleak.benchmark.size.CensusBenchmark;
import io.github.threadleak.benchmark.size.DumpsBenchmark;
import io.github.threadleak.benchmark.size.GrowthBenchmark;
import io.github.threadleak.benchmark.size.MetricsBenchmark;
import io.github.threadleak.benchmark.size.SitesMemoryBenchmark;
import java.util.List;

/** Every benchmark there is, in the order of the document. */
final class Benchmarks {
  static final List<Benchmark> ALL =
      List.of(
          new SpawnBenchmark(),
          new WorkBenchmark(),
          new PlatformBenchmark(),
          new HttpBenchmark(),
          new MemoryBenchmark(),
          new StartupBenchmark(),
          new AttachBenchmark(),
          new CensusBenchmark(),
          new SitesMemoryBenchmark(),
          new MetricsBenchmark(),
          new DumpsBenchmark(),
          new GrowthBenchmark(),
          new PartsBenchmark());

  private Benchmarks() {}

  static List<String> names() {
    return ALL.stream().map(Benchmark::name).toList();
  }
}
