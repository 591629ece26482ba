package io.github.threadleak.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.threadleak.census.LiveSites;
import io.github.threadleak.census.SiteCount;
import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.site.VariantTable;
import io.github.threadleak.snapshot.Captures;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.Leak;
import io.github.threadleak.snapshot.SiteGrowth;
import io.github.threadleak.snapshot.ThreadCounts;
import io.github.threadleak.snapshot.Totals;
import io.github.threadleak.snapshot.Verdict;
import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SiteFamiliesTest {
  private final VariantTable variants = new VariantTable(100, true);
  private final SiteTable table =
      new SiteTable(variants, 100, List.of(), VariantTable.class.getName());
  private final Site a = table.variant(variants.capture()).site();
  private final Site b = table.variant(variants.capture()).site();
  private final Site c = table.variant(variants.capture()).site();
  private final Site older = table.variant(VariantTable.OLDER).site();

  @Test
  void countsLeakedThreadsByVerdictAndSite() {
    assertThat(
            leaked(
                9,
                leak(Verdict.STUCK, a, Reason.LATCH, 5),
                leak(Verdict.STUCK, a, Reason.MONITOR, 2),
                leak(Verdict.SUSPECTED, a, Reason.LATCH, 1),
                leak(Verdict.SUSPECTED, b, Reason.QUEUE_TAKE, 3)))
        .containsExactlyInAnyOrder(
            "stuck " + a.id() + " " + a.culpritText() + " 7",
            "suspected " + a.id() + " " + a.culpritText() + " 1",
            "suspected " + b.id() + " " + b.culpritText() + " 3");
  }

  @Test
  void sumsTheSmallerSitesByVerdict() {
    assertThat(
            leaked(
                1,
                leak(Verdict.DEADLOCKED, b, Reason.LOCK, 2),
                leak(Verdict.STUCK, a, Reason.LATCH, 5),
                leak(Verdict.STUCK, c, Reason.LATCH, 4),
                leak(Verdict.STUCK, b, Reason.LATCH, 1),
                leak(Verdict.STUCK, older, Reason.LATCH, 6)))
        .containsExactlyInAnyOrder(
            "stuck " + a.id() + " " + a.culpritText() + " 5",
            "stuck before-agent started before the agent 6",
            "stuck other  5",
            "deadlocked other  2");
  }

  @Test
  void saysNothingWhereNothingIsLeaked() {
    assertThat(leaked(9)).isEmpty();
  }

  @Test
  void showsTheGrowthOfShownSitesThatHaveOne() {
    AgentState state =
        state(
            new LiveSites(List.of(new SiteCount(a, 30, 0, 1), new SiteCount(b, 20, 0, 1)), 3, 0),
            Map.of(
                a, new SiteGrowth(27.5, 600, false, true), c, new SiteGrowth(9, 600, true, false)),
            List.of());

    assertThat(samples(2, state, "threadleak_site_growth_per_hour"))
        .containsExactly(a.id() + " " + a.culpritText() + " 27.5");
  }

  @Test
  void aLeakingSiteKeepsItsSeriesWhileNoOtherIsClearlyLarger() {
    SiteFamilies one = new SiteFamilies(1, () -> 0);

    assertThat(samples(one, leaking(40, 30), "threadleak_leaked_threads"))
        .containsExactly("stuck " + a.id() + " " + a.culpritText() + " 40", "stuck other  30");
    assertThat(samples(one, leaking(40, 50), "threadleak_leaked_threads"))
        .containsExactly("stuck " + a.id() + " " + a.culpritText() + " 40", "stuck other  50");
    assertThat(samples(one, leaking(40, 51), "threadleak_leaked_threads"))
        .containsExactly("stuck " + b.id() + " " + b.culpritText() + " 51", "stuck other  40");
  }

  private AgentState leaking(long ofA, long ofB) {
    return state(
        new LiveSites(List.of(), 0, 0),
        Map.of(),
        List.of(
            leak(Verdict.STUCK, a, Reason.LATCH, ofA), leak(Verdict.STUCK, b, Reason.LATCH, ofB)));
  }

  private static Leak leak(Verdict verdict, Site site, Reason reason, long count) {
    return new Leak(verdict, "why", site, Kind.PLATFORM, reason, count);
  }

  private static List<String> leaked(int shown, Leak... leaks) {
    return samples(
        shown,
        state(new LiveSites(List.of(), 0, 0), Map.of(), List.of(leaks)),
        "threadleak_leaked_threads");
  }

  private static AgentState state(LiveSites sites, Map<Site, SiteGrowth> growth, List<Leak> leaks) {
    return new AgentState(
        new Totals(0, 0, 0, 0, 0, 0, 0),
        0,
        sites,
        growth,
        List.of(),
        true,
        "",
        "",
        Map.of(),
        0,
        0,
        0,
        0,
        0,
        0,
        new ThreadCounts(Map.of(), Map.of(), leaks),
        0,
        List.of(),
        new Captures("exact", 0, 0, 0, 0));
  }

  /** Label values and value of each sample. */
  private static List<String> samples(int shown, AgentState state, String family) {
    return samples(new SiteFamilies(shown), state, family);
  }

  private static List<String> samples(SiteFamilies sites, AgentState state, String family) {
    Families families = new Families();
    sites.add(families, state);
    List<String> samples = new ArrayList<>();
    for (Collector.MetricFamilySamples each : families.built()) {
      if (each.name.equals(family)) {
        for (Collector.MetricFamilySamples.Sample sample : each.samples) {
          String value =
              sample.value == Math.rint(sample.value)
                  ? Long.toString((long) sample.value)
                  : Double.toString(sample.value);
          samples.add(String.join(" ", sample.labelValues) + " " + value);
        }
      }
    }
    return samples;
  }
}
