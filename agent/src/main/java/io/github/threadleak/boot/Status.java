package io.github.threadleak.boot;

import io.github.threadleak.census.Census;
import io.github.threadleak.census.LiveSites;
import io.github.threadleak.census.Lookout;
import io.github.threadleak.census.Pools;
import io.github.threadleak.census.Reconciler;
import io.github.threadleak.census.SeriesSlots;
import io.github.threadleak.census.SiteCounts;
import io.github.threadleak.census.Sites;
import io.github.threadleak.metrics.AgentState;
import io.github.threadleak.proof.gc.GcProof;
import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.Tally;
import io.github.threadleak.render.Json;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.site.SpawnCapture;
import io.github.threadleak.snapshot.Captures;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the agent says of itself and of the JVM, read when it is asked. Safe for use by many
 * threads.
 */
final class Status {
  private final String version;
  private final Books books;
  private final SiteTable sites;
  private final Reconciler reconciler;
  private final SiteCounts counts;
  private final SeriesSlots slots;
  private final Sites rows;
  private final Lookout lookout;
  private final Pools pools;
  private final Census census;
  private final @Nullable ProbeKeeper keeper;
  private final @Nullable GcProof proof;
  private final AtomicLong httpFaults;

  /**
   * @param sitesShown sites that have series of their own
   * @param keeper null where the agent stood down
   * @param proof null unless the garbage collector's is allowed
   */
  Status(
      int sitesShown,
      String version,
      Books books,
      SiteTable sites,
      Reconciler reconciler,
      Sites rows,
      Lookout lookout,
      Pools pools,
      Census census,
      @Nullable ProbeKeeper keeper,
      @Nullable GcProof proof,
      AtomicLong httpFaults) {
    this.version = version;
    this.books = books;
    this.sites = sites;
    this.reconciler = reconciler;
    counts = new SiteCounts(books, sites);
    slots = new SeriesSlots(sitesShown, System::nanoTime);
    this.rows = rows;
    this.lookout = lookout;
    this.pools = pools;
    this.census = census;
    this.keeper = keeper;
    this.proof = proof;
    this.httpFaults = httpFaults;
  }

  Json.Head head() {
    return new Json.Head(
        ProcessHandle.current().pid(),
        System.getProperty("java.vendor", "unknown"),
        System.getProperty("java.version", "unknown"),
        version,
        keeper != null,
        captures());
  }

  private Captures captures() {
    SpawnCapture.Report report = books.capture().report(books.clock().now());
    return new Captures(
        keeper == null ? "off" : report.mode(),
        report.captured(),
        books.tally().total(Tally.Event.STARTED_INFERRED),
        report.inferredClasses(),
        report.ambiguousClasses());
  }

  AgentState metrics() {
    String jvm =
        System.getProperty("java.vm.name", "unknown")
            + " "
            + System.getProperty("java.version", "unknown");
    LiveSites live = counts.live(slots);
    return new AgentState(
        lookout.totals(),
        books.tally().total(Tally.Event.ENDED_UNKNOWN),
        live,
        rows.growth(live.shown()),
        reconciler.vanished(),
        keeper != null,
        version,
        jvm,
        errors(),
        sites.size(),
        sites.dropped(),
        census.taken(),
        census.seconds(),
        census.cpuSeconds(),
        census.age(),
        census.counts(),
        books.bytes(),
        pools.counts(),
        captures());
  }

  private Map<String, Long> errors() {
    Map<String, Long> errors = new TreeMap<>();
    errors.put("probe", books.probeErrors());
    errors.put("probes-lost", keeper == null ? 0L : keeper.losses());
    errors.put("end-unseen", books.tally().total(Tally.Event.ENDED_UNSEEN));
    errors.put("pools-dropped", books.pools().dropped());
    errors.put("census", census.errors());
    errors.put("proof", proof == null ? 0L : proof.errors());
    errors.put("http", httpFaults.get());
    return errors;
  }
}
