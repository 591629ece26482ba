package io.github.threadleak.render;

import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Frame;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.site.VariantTable;
import io.github.threadleak.snapshot.Blocker;
import io.github.threadleak.snapshot.Captures;
import io.github.threadleak.snapshot.Group;
import io.github.threadleak.snapshot.Grouping;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.Parked;
import io.github.threadleak.snapshot.PoolFacts;
import io.github.threadleak.snapshot.Sighting;
import io.github.threadleak.snapshot.Snapshot;
import io.github.threadleak.snapshot.Spawn;
import io.github.threadleak.snapshot.Spread;
import io.github.threadleak.snapshot.ThreadName;
import io.github.threadleak.snapshot.Totals;
import io.github.threadleak.snapshot.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;

/** Threads that every format is shown. */
final class Fixture {
  static final String HOSTILE = "a\"b\\c\nd\u001b[31m<script>; \ud800" + "x".repeat(64 * 1024);

  static final Frame PUT =
      new Frame(
          "java.util.concurrent.LinkedBlockingQueue",
          "put",
          "LinkedBlockingQueue.java",
          343,
          "java.base");
  static final Frame LAMBDA =
      new Frame("com.acme.AuditLogger", "lambda$record$0", "AuditLogger.java", 17, null);
  static final Frame START = new Frame("java.lang.Thread", "start", "Thread.java", 1, "java.base");
  static final Frame HANDLE =
      new Frame("com.acme.ChargeHandler", "handle", "ChargeHandler.java", 58, null);

  /** What a class file may hold. */
  static final Frame HOSTILE_FRAME =
      new Frame("com.acme.<script>\n;\u001b[31m x", "y\"\ud800", "</script>\nF.java", 3, null);

  static final Json.Head HEAD =
      new Json.Head(
          4711, "Vendor", "25", "0.1", true, new Captures("adaptive", 1_000, 3_000, 2, 1));

  private final Site site;
  private final List<Frame> spawn;

  Fixture() {
    site = siteOfThisTest();
    Frame culprit = site.culprit();
    if (culprit == null) {
      throw new AssertionError("the spawn was seen");
    }
    spawn = List.of(START, culprit, HANDLE);
  }

  Site site() {
    return site;
  }

  private static Site siteOfThisTest() {
    VariantTable variants = new VariantTable(10, true);
    SiteTable sites = new SiteTable(variants, 10, List.of(), VariantTable.class.getName());
    return sites.variant(variants.capture()).site();
  }

  /** With the words that differ from run to run in place of {@code CULPRIT} and {@code ID}. */
  String expected(String text) {
    return text.replace("CULPRIT_METHOD", culprit().qualifiedMethod())
        .replace("CULPRIT_CLASS", culprit().className())
        .replace("CULPRIT_NAME", culprit().method())
        .replace("CULPRIT_FILE", String.valueOf(culprit().file()))
        .replace("CULPRIT_LINE", Integer.toString(culprit().line()))
        .replace("CULPRIT_PLACE", culprit().place())
        .replace("CULPRIT", site.culpritText())
        .replace("ID", site.id());
  }

  String goPlaceOfCulprit() {
    Frame culprit = culprit();
    return culprit.file() + ".go:" + culprit.line() + " +0x" + Integer.toHexString(culprit.line());
  }

  private Frame culprit() {
    return spawn.get(1);
  }

  Group leaking(Verdict verdict, List<Frame> stack, ThreadName example) {
    return new Group(
        184_000,
        Kind.VIRTUAL,
        Thread.State.WAITING,
        Reason.QUEUE_PUT,
        verdict,
        verdict == Verdict.OK ? null : "+27.1/min over 6h",
        new Spread(192, 3_000, 24_010),
        new Parked(new Spread(192, 2_900, 24_000), 0),
        new Spawn(site, spawn, 2, false, null),
        null,
        stack,
        true,
        new Blocker(
            "java.util.concurrent.LinkedBlockingQueue",
            0x1f3b,
            184_000,
            1,
            new ThreadName(31, "http-7")),
        null,
        new ThreadName(31, "http-7"),
        List.of(example));
  }

  Group workers() {
    return new Group(
        3,
        Kind.PLATFORM,
        Thread.State.WAITING,
        Reason.IDLE_POOL_WORKER,
        Verdict.IDLE,
        null,
        new Spread(5, 5, 5),
        new Parked(null, 3),
        new Spawn(site, spawn, 1, true, List.of(START, LAMBDA)),
        null,
        List.of(),
        false,
        new Blocker("a.Condition", 0, 0, 3, null),
        new PoolFacts("java.util.concurrent.ThreadPoolExecutor", null, 3, false, true, site),
        null,
        List.of());
  }

  Group older() {
    return new Group(
        1,
        Kind.PLATFORM,
        Thread.State.RUNNABLE,
        Reason.RUNNING,
        Verdict.OK,
        null,
        null,
        null,
        null,
        "started before the agent",
        List.of(LAMBDA),
        false,
        null,
        null,
        null,
        List.of());
  }

  Report report() {
    return report(
        Profile.THREADS,
        leaking(Verdict.SUSPECTED, List.of(PUT, LAMBDA), new ThreadName(48_213, "fetch-88")),
        workers(),
        older());
  }

  /** Of groups whose names try to break the formats. */
  Report hostile() {
    return report(
        Profile.THREADS,
        leaking(Verdict.OK, List.of(PUT, HOSTILE_FRAME), new ThreadName(48_213, HOSTILE)));
  }

  Report report(Profile profile, Group... groups) {
    return report(profile, Grouping.BOTH, "2026-11-21T00:00:00Z", groups);
  }

  Report report(Profile profile, Grouping grouping, String time, Group... groups) {
    long platform = 0;
    long virtual = 0;
    for (Group group : groups) {
      platform += group.kind() == Kind.PLATFORM ? group.count() : 0;
      virtual += group.kind() == Kind.VIRTUAL ? group.count() : 0;
    }
    Totals totals = new Totals(4, 184_000, 10, 200_000, 6, 16_000, 0);
    return new Report(
        profile,
        new Snapshot(Instant.parse(time), platform, virtual, totals, List.of(groups)),
        grouping,
        false,
        List.of("kind=*"),
        HEAD);
  }

  Sighting sighting(String name, Thread.State state, Reason reason) {
    return sighting(name, state, reason, List.of(PUT, LAMBDA));
  }

  Sighting sighting(String name, Thread.State state, Reason reason, List<Frame> stack) {
    return new Sighting(
        48_213,
        name,
        Kind.VIRTUAL,
        state,
        true,
        5,
        reason,
        Verdict.STUCK,
        null,
        552.0,
        false,
        stack,
        new Blocker(
            "java.util.concurrent.LinkedBlockingQueue", 0x1f3b, 1, 1, new ThreadName(7, "o")),
        554.0,
        site,
        spawn,
        new ThreadName(31, "http-7"));
  }

  static String text(GroupFormat format, Report report) throws IOException {
    StringWriter out = new StringWriter();
    format.write(report, out);
    return out.toString();
  }

  static String text(ThreadFormat format, Sighting thread) throws IOException {
    StringWriter out = new StringWriter();
    format.write(thread, out);
    return out.toString();
  }
}
