package io.github.threadleak.registry;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A thread into the registry and out again, beside as many that stay. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RegistryBenchmark {
  @Param({"0", "1000000"})
  public int live;

  private final Registry registry = new Registry();
  private long next;

  @Setup
  public void fill() {
    for (int i = 0; i < live; i++) {
      registry.add(++next, 1, true, 0, 4, 4, 1);
    }
    registry.tidy(live, 1);
  }

  @Benchmark
  public boolean addAndRemove() {
    long id = ++next;
    registry.add(id, 1, true, 0, 4, 4, 1);
    return registry.remove(id);
  }
}
