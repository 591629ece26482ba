package io.github.threadleak.metrics;

import io.github.threadleak.snapshot.Captures;
import io.github.threadleak.snapshot.PoolCount;
import io.github.threadleak.snapshot.ThreadCounts;
import io.github.threadleak.snapshot.Totals;
import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.client.hotspot.MemoryPoolsExports;
import io.prometheus.client.hotspot.StandardExports;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders a scrape. Safe for use by many threads. */
public final class MetricsPage {
  private final SiteFamilies sites;

  // The JVM's own metrics need java.management, which a small run-time image may lack, and must not
  // be asked before the
  // application had the chance to set its management up: they are made at the first scrape.
  private @Nullable List<Collector> process;

  public MetricsPage(int sitesShown) {
    sites = new SiteFamilies(sitesShown);
  }

  /**
   * The content type that fits what the client accepts: OpenMetrics 1.0 where it asks for it, else
   * text 0.0.4.
   */
  public static String contentType(@Nullable String accept) {
    return TextFormat.chooseContentType(accept);
  }

  /** Writes the page; {@code out} is flushed, not closed. */
  public void write(AgentState state, String contentType, Writer out) throws IOException {
    Families families = new Families();
    threads(families, state.totals(), state.endedUnknown());
    parked(families, state.counts());
    sites.add(families, state);
    pools(families, state.pools());
    agent(families, state);
    List<MetricFamilySamples> all = new ArrayList<>(families.built());
    for (Collector collector : process()) {
      all.addAll(collector.collect());
    }
    Enumeration<MetricFamilySamples> samples = Collections.enumeration(all);
    TextFormat.writeFormat(contentType, out, samples);
    out.flush();
  }

  private static void threads(Families families, Totals totals, long endedUnknown) {
    families
        .gauge("threadleak_threads", "Live threads.", "kind")
        .sample(totals.platform(), "platform")
        .sample(totals.virtual(), "virtual");
    families
        .counter(
            "threadleak_threads_started_total",
            "Threads started, those that were live when the agent came among them.",
            "kind")
        .sample(totals.startedPlatform(), "platform")
        .sample(totals.startedVirtual(), "virtual");
    families
        .counter("threadleak_threads_ended_total", "Threads ended.", "kind")
        .sample(totals.endedPlatform(), "platform")
        .sample(totals.endedVirtual(), "virtual");
    families
        .counter(
            "threadleak_threads_ended_unknown_total",
            "Ends of threads whose start was not seen, such as short-lived ones attached by native code.")
        .sample(endedUnknown);
  }

  private static void parked(Families families, ThreadCounts counts) {
    Families.Family states =
        families.gauge(
            "threadleak_threads_state",
            "Live threads by their state, at the last census.",
            "kind",
            "state");
    counts
        .byState()
        .forEach(
            (kind, ofKind) ->
                ofKind.forEach((state, count) -> states.sample(count, kind.word(), state.name())));
    Families.Family reasons =
        families.gauge(
            "threadleak_parked_threads",
            "Live threads by what they are parked on, at the last census.",
            "kind",
            "reason");
    counts
        .byReason()
        .forEach(
            (kind, ofKind) ->
                ofKind.forEach(
                    (reason, count) -> reasons.sample(count, kind.word(), reason.words())));
  }

  private static void pools(Families families, List<PoolCount> counts) {
    Families.Family pools =
        families.gauge(
            "threadleak_pools", "Thread pools, as the last census saw them.", "type", "state");
    Families.Family threads =
        families.gauge(
            "threadleak_pool_threads",
            "Threads of pools, as the last census saw them.",
            "type",
            "state");
    for (PoolCount count : counts) {
      pools
          .sample(count.busy(), count.type(), "busy")
          .sample(count.idle(), count.type(), "idle")
          .sample(count.shutdown(), count.type(), "shutdown")
          .sample(count.terminated(), count.type(), "terminated");
      threads
          .sample(count.busyThreads(), count.type(), "busy")
          .sample(count.idleThreads(), count.type(), "idle");
    }
  }

  private static void agent(Families families, AgentState state) {
    families
        .gauge("threadleak_agent_info", "The agent and the JVM it runs in.", "version", "jvm")
        .sample(1, state.version(), state.jvm());
    families
        .gauge(
            "threadleak_agent_instrumented",
            "1 while the probes are in place, 0 where the agent stood down.")
        .sample(state.instrumented() ? 1 : 0);
    Families.Family errors =
        families.counter(
            "threadleak_agent_errors_total", "Faults inside the agent, by place.", "where");
    for (Map.Entry<String, Long> error : state.errors().entrySet()) {
      errors.sample(error.getValue(), error.getKey());
    }
    families.gauge("threadleak_agent_sites", "Spawn sites known.").sample(state.sitesKnown());
    families
        .counter(
            "threadleak_agent_sites_dropped_total",
            "Sites and stacks that found no room and are counted under site overflow.")
        .sample(state.sitesDropped());
    families.summary(
        "threadleak_agent_census_seconds",
        "Time that a census of the live threads takes.",
        (double) state.censuses(),
        state.censusSeconds());
    families
        .counter(
            "threadleak_agent_census_cpu_seconds_total",
            "Processor time of censuses; each puts the next off until it is 1 % of the time that"
                + " has passed.")
        .sample(state.censusCpuSeconds());
    if (!Double.isNaN(state.censusAgeSeconds())) {
      families
          .gauge("threadleak_agent_census_age_seconds", "Time since the end of the last census.")
          .sample(state.censusAgeSeconds());
    }
    Captures captures = state.captures();
    families
        .counter(
            "threadleak_agent_spawns_total",
            "Spawns of virtual threads, by whether their stack was captured or inferred from the class"
                + " of the task.",
            "stack")
        .sample(captures.captured(), "captured")
        .sample(captures.inferred(), "inferred");
    families
        .gauge(
            "threadleak_agent_capture_mode",
            "1 for the way in which spawn stacks of virtual threads are found now.",
            "mode")
        .sample(1, captures.mode());
    families
        .gauge("threadleak_agent_registry_bytes", "Memory of the agent's tables.")
        .sample(state.registryBytes());
  }

  private synchronized List<Collector> process() {
    List<Collector> made = process;
    if (made == null) {
      made = new ArrayList<>();
      try {
        made.add(new StandardExports());
        made.add(new MemoryPoolsExports());
      } catch (LinkageError noJavaManagement) {
        made.clear();
      }
      process = made;
    }
    return made;
  }
}
