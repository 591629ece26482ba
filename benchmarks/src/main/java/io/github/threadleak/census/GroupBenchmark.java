package io.github.threadleak.census;

import io.github.threadleak.jvm.Monitors;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.site.VariantTable;
import io.github.threadleak.snapshot.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Sorting threads into groups: 100,000 parked ones of eight kinds of blocker, for each thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GroupBenchmark {
  private static final int THREADS = 100_000;
  private static final int BLOCKERS = 8;

  private final VariantTable variants = new VariantTable(100, true);
  private final SiteTable sites =
      new SiteTable(variants, 100, List.of(), VariantTable.class.getName());
  private final Monitors monitors = new Monitors();
  private final List<Seen> threads = new ArrayList<>(THREADS);

  @Setup
  public void park() {
    Site.Variant home = sites.variant(variants.capture());
    for (int i = 0; i < THREADS; i++) {
      Seen seen = new Seen(Thread.currentThread(), home);
      seen.id = i + 1L;
      seen.kind = Kind.VIRTUAL;
      seen.state = Thread.State.WAITING;
      seen.blockerClass = "com.acme.Queue" + i % BLOCKERS;
      seen.identity = i;
      threads.add(seen);
    }
  }

  @Benchmark
  @OperationsPerInvocation(THREADS)
  public int group() {
    Collector collector = new Collector(sites, monitors, false);
    for (Seen seen : threads) {
      collector.add(seen);
    }
    return collector.builders().size();
  }
}
