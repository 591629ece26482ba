package io.github.threadleak.benchmark.size;

import io.github.threadleak.benchmark.cost.Ranges;
import io.github.threadleak.benchmark.harness.Benchmark;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Dumps of a million threads, beside jcmd's of the same JVM and a Go program's own. */
public final class DumpsBenchmark implements Benchmark {
  private static final int THREADS = 1_000_000;
  private static final int LINES = 100;
  private static final double FASTER_THAN_JCMD = 1.5;

  private static final String GROUPS = "`debug=1`";
  private static final String EXACT = "`debug=1&exact=true`";
  private static final String EACH = "`debug=2`";
  private static final String PPROF = "`debug=0`";
  private static final String JCMD = "`jcmd Thread.dump_to_file -format=json`";
  private static final String GO_GROUPS = "Go `debug=1`";
  private static final String GO_EACH = "Go `debug=2`";

  private static final String PATH = "/debug/pprof/threads";
  private static final String GO_PATH = "/debug/pprof/goroutine";
  private static final Pattern GROUP = Pattern.compile("(\\d+) (?:platform|virtual) ");
  private static final Pattern THREAD = Pattern.compile("thread \\d+ ");
  private static final Pattern GO_GROUP = Pattern.compile("(\\d+) @ ");
  private static final Pattern GOROUTINE = Pattern.compile("goroutine \\d+ ");

  @Override
  public String name() {
    return "dumps";
  }

  @Override
  public String title() {
    return "Dumps of a million threads";
  }

  /** Takes one dump. */
  private interface Dump {
    Answer take() throws IOException, InterruptedException, ChildFailed;
  }

  @Override
  public void run(Workbench workbench, Section section)
      throws IOException, InterruptedException, Unavailable, ChildFailed {
    Jdk jdk = workbench.newestJdk();
    workbench.progress("dumps: starting %,d threads", THREADS);
    try (ParkedJvm jvm = ParkedJvm.start(workbench, jdk, ParkedJvm.Load.of(THREADS, LINES))) {
      jvm.agent().awaitMetric("threadleak_agent_census_seconds_count", 1, ParkedJvm.PATIENCE);
      Map<String, Dump> dumps = new LinkedHashMap<>();
      dumps.put(GROUPS, http(jvm.url() + PATH + "?debug=1", GROUP));
      dumps.put(EXACT, http(jvm.url() + PATH + "?debug=1&exact=true", GROUP));
      dumps.put(PPROF, http(jvm.url() + PATH, MetricsBenchmark.NO_THREADS));
      dumps.put(EACH, http(jvm.url() + PATH + "?debug=2", THREAD));
      dumps.put(JCMD, () -> jcmd(jvm, workbench.scratch().resolve("jcmd.json")));
      String goVersion = null;
      Outcome outcome;
      try (GoServer go = startGo(workbench, section)) {
        if (go != null) {
          goVersion = GoServer.version();
          dumps.put(GO_GROUPS, http(go.url() + GO_PATH + "?debug=1", GO_GROUP));
          dumps.put(GO_EACH, http(go.url() + GO_PATH + "?debug=2", GOROUTINE));
        }
        outcome =
            new Comparison(
                    "dumps",
                    dumps.keySet().stream().map(DumpsBenchmark::variant).toList(),
                    variant -> sample(dumps, variant))
                .measure(workbench, workbench.rounds());
      }
      describe(section, jdk, goVersion);
      show(section, outcome);
      judge(section, outcome);
    }
  }

  private static @Nullable GoServer startGo(Workbench workbench, Section section)
      throws IOException, InterruptedException, ChildFailed {
    try {
      GoServer.version();
      return GoServer.start(workbench, THREADS, LINES);
    } catch (Unavailable missing) {
      section.missing("Go's own dumps", String.valueOf(missing.getMessage()));
      return null;
    }
  }

  private static Variant variant(String name) {
    return new Variant(name, List.of());
  }

  private static Sample sample(Map<String, Dump> dumps, Variant variant)
      throws IOException, InterruptedException, ChildFailed {
    Dump dump = dumps.get(variant.name());
    if (dump == null) {
      throw new ChildFailed("is not known");
    }
    Answer answer = dump.take();
    return new Sample(
        Map.of(
            "time", answer.nanos(),
            "bytes", (double) answer.bytes(),
            "threads", (double) answer.threads()));
  }

  private static Dump http(String url, Pattern head) {
    return () -> Answer.of(url, head);
  }

  private static Answer jcmd(ParkedJvm jvm, Path file)
      throws IOException, InterruptedException, ChildFailed {
    Files.deleteIfExists(file);
    long start = System.nanoTime();
    jvm.jcmd("Thread.dump_to_file", "-format=json", file.toString());
    double nanos = System.nanoTime() - start;
    long bytes = Files.size(file);
    try (Stream<String> lines = Files.lines(file)) {
      return new Answer(nanos, bytes, lines.filter(line -> line.contains("\"tid\":")).count());
    } finally {
      Files.delete(file);
    }
  }

  private static void describe(Section section, Jdk jdk, @Nullable String goVersion) {
    section.text(
        """
        %,d virtual threads from %d lines, all parked in `LinkedBlockingQueue.take`, on %s with G1 and `-Xmx4g`; after the first census. From the
        request to the last byte, over loopback without compression; jcmd writes its file to the disk's cache. %sAll take turns."""
            .formatted(
                THREADS,
                LINES,
                jdk,
                goVersion == null
                    ? ""
                    : "Beside it a program of Go ("
                        + goVersion
                        + ") with as many goroutines from as many lines, parked on a channel, with"
                        + " its own `net/http/pprof`. "));
  }

  private static void show(Section section, Outcome outcome) {
    Table table = new Table("what", "time (least to most)", "bytes", "threads in it");
    for (String variant : outcome.samples().keySet()) {
      double threads = outcome.of(variant, "threads").median();
      table.row(
          variant,
          Ranges.of(outcome.of(variant, "time"), Unit.NANOS),
          Unit.COUNT.format(outcome.of(variant, "bytes").median()),
          threads == 0 ? "" : Unit.COUNT.format(threads));
    }
    section.table(table);
    outcome.failures().forEach((variant, why) -> section.missing(variant, "It " + why));
  }

  private static void judge(Section section, Outcome outcome) {
    section.aim(
        Aim.atMost(
            "`debug=1` of a million, Threadleak ÷ Go",
            1,
            outcome.ratio(GROUPS, GO_GROUPS, "time").median(),
            Unit.RATIO));
    section.aim(
        Aim.atLeast(
            "`debug=2` of a million, jcmd ÷ Threadleak",
            FASTER_THAN_JCMD,
            outcome.ratio(JCMD, EACH, "time").median(),
            Unit.RATIO));
    section.aim(
        Aim.atLeast(
            "threads in `debug=2`, where Go's has "
                + Unit.COUNT.format(outcome.of(GO_EACH, "threads").median()),
            THREADS,
            outcome.of(EACH, "threads").least(),
            Unit.COUNT));
  }
}
