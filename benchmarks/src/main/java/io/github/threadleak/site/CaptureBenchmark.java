package io.github.threadleak.site;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Walking the spawner's stack, and hashing what that gave. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CaptureBenchmark {
  @Param({"15", "60"})
  public int depth;

  /** The calls alone, to be taken off the others. */
  @Benchmark
  public Object callsAlone() {
    return Stacks.at(depth, () -> this);
  }

  @Benchmark
  public Object walk() {
    return Stacks.at(depth, SpawnPoint::here);
  }

  @Benchmark
  public long walkAndFingerprint() {
    return Stacks.at(depth, () -> Backtrace.fingerprint(SpawnPoint.here()));
  }
}
