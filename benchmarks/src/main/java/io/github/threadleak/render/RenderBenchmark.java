package io.github.threadleak.render;

import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Frame;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.site.VariantTable;
import io.github.threadleak.snapshot.Blocker;
import io.github.threadleak.snapshot.Captures;
import io.github.threadleak.snapshot.Group;
import io.github.threadleak.snapshot.Grouping;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.Parked;
import io.github.threadleak.snapshot.Snapshot;
import io.github.threadleak.snapshot.Spawn;
import io.github.threadleak.snapshot.Spread;
import io.github.threadleak.snapshot.ThreadName;
import io.github.threadleak.snapshot.Totals;
import io.github.threadleak.snapshot.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Writing 100 groups whose stacks have 15 frames to nowhere, for each group. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RenderBenchmark {
  private static final int GROUPS = 100;
  private static final int FRAMES = 15;
  private static final Spread AGES = new Spread(192, 3_000, 24_010);

  private final VariantTable variants = new VariantTable(100, true);
  private final SiteTable sites =
      new SiteTable(variants, 100, List.of(), VariantTable.class.getName());
  private Report report = reportOf(List.of());

  @Setup
  public void fill() {
    report = reportOf(IntStream.range(0, GROUPS).mapToObj(this::group).toList());
  }

  @Benchmark
  @OperationsPerInvocation(GROUPS)
  public void groupedText() throws IOException {
    new GroupedText().write(report, Writer.nullWriter());
  }

  @Benchmark
  @OperationsPerInvocation(GROUPS)
  public void json() throws IOException {
    new Json().write(report, Writer.nullWriter());
  }

  @Benchmark
  @OperationsPerInvocation(GROUPS)
  public void pprof() throws IOException {
    PprofProfile.write(report, OutputStream.nullOutputStream());
  }

  private static Report reportOf(List<Group> groups) {
    return new Report(
        Profile.THREADS,
        new Snapshot(
            Instant.EPOCH,
            0,
            184_000L * groups.size(),
            new Totals(4, 184_000, 10, 200_000, 6, 16_000, 0),
            groups),
        Grouping.BOTH,
        false,
        List.of(),
        new Json.Head(4711, "Vendor", "25", "0.1", true, new Captures("exact", 1_000, 0, 0, 0)));
  }

  private Group group(int number) {
    return new Group(
        184_000,
        Kind.VIRTUAL,
        Thread.State.WAITING,
        Reason.QUEUE_PUT,
        Verdict.OK,
        null,
        AGES,
        new Parked(AGES, 0),
        new Spawn(sites.variant(variants.capture()).site(), stack(number, "spawn"), 2, true, null),
        null,
        stack(number, "parked"),
        true,
        new Blocker(
            "java.util.concurrent.LinkedBlockingQueue",
            0x1f3b,
            184_000,
            1,
            new ThreadName(31, "http-7")),
        null,
        new ThreadName(31, "http-7"),
        List.of(new ThreadName(48_213, "fetch-88")));
  }

  private static List<Frame> stack(int number, String method) {
    return IntStream.range(0, FRAMES)
        .mapToObj(
            i -> new Frame("com.acme.Service" + number, method + i, "Service.java", i + 1, null))
        .toList();
  }
}
