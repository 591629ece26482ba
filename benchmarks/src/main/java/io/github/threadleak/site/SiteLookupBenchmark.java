package io.github.threadleak.site;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A whole capture, at a depth of some 25, in a table that knows that many stacks already. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SiteLookupBenchmark {
  private static final int DEPTH = 14;
  private static final int ODD = 0x9E3779B1;

  @Param({"1", "100", "10000"})
  public int stacks;

  private final VariantTable table = new VariantTable(10_000, true);
  private int next;

  @Setup
  public void meetAll() {
    for (int i = 0; i < stacks; i++) {
      Stacks.along(i, DEPTH, table::capture);
    }
  }

  @Benchmark
  public int capture() {
    next += ODD;
    return Stacks.along(Integer.remainderUnsigned(next, stacks), DEPTH, table::capture);
  }
}
