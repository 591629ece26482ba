package io.github.threadleak.benchmark;

import io.github.threadleak.benchmark.cost.SpawnBenchmark;
import io.github.threadleak.benchmark.harness.Benchmark;
import java.util.List;

/** Every benchmark there is, in the order of the document. */
final class Benchmarks {
  static final List<Benchmark> ALL = List.of(new SpawnBenchmark());

  private Benchmarks() {}

  static List<String> names() {
    return ALL.stream().map(Benchmark::name).toList();
  }
}
