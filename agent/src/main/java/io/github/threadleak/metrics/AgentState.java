package io.github.threadleak.metrics;

import io.github.threadleak.census.LiveSites;
import io.github.threadleak.census.SiteCount;
import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.Captures;
import io.github.threadleak.snapshot.PoolCount;
import io.github.threadleak.snapshot.SiteGrowth;
import io.github.threadleak.snapshot.ThreadCounts;
import io.github.threadleak.snapshot.Totals;
import java.util.List;
import java.util.Map;

/**
 * What the page is made from, read at one scrape.
 *
 * @param endedUnknown ends of threads whose start was never seen, which {@code totals} leaves out
 * @param sites the live threads by site
 * @param growth of those shown sites that have a history
 * @param vanished threads collected while parked, by site id and culprit
 * @param censusAgeSeconds since the end of the last census; NaN before the first
 * @param counts what that census found the threads doing
 * @param errors events that went wrong inside the agent, by place
 * @param captures how the spawn stacks of virtual threads were found
 * @param pools one for each class of the JDK's, as the last census saw them
 */
public record AgentState(
    Totals totals,
    long endedUnknown,
    LiveSites sites,
    Map<Site, SiteGrowth> growth,
    List<SiteCount> vanished,
    boolean instrumented,
    String version,
    String jvm,
    Map<String, Long> errors,
    int sitesKnown,
    long sitesDropped,
    long censuses,
    double censusSeconds,
    double censusCpuSeconds,
    double censusAgeSeconds,
    ThreadCounts counts,
    long registryBytes,
    List<PoolCount> pools,
    Captures captures) {}
