package io.github.threadleak.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.site.VariantTable;
import io.github.threadleak.snapshot.PoolRole;
import io.github.threadleak.snapshot.PoolRow;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PoolSummaryTest {
  private final VariantTable variants = new VariantTable(10, true);
  private final SiteTable sites = new SiteTable(variants, 10, List.of(), "none");
  private final Site.Variant here = sites.variant(variants.capture());
  private final Site.Variant older = sites.variant(VariantTable.OLDER);

  @Test
  void saysThatPoolsLeak() {
    assertThat(PoolSummary.of(row(null, here, 380, 0, 380, 0, 0, 380, 0, 0)))
        .matches(
            "380 ThreadPoolExecutors from \\w+\\.java:\\d+, none shut down," + " 380 idle threads");
  }

  @Test
  void tellsShutDownFromTerminated() {
    assertThat(PoolSummary.of(row(null, older, 1, 0, 0, 1, 0, 1, 1, 2)))
        .isEqualTo(
            "1 ThreadPoolExecutor, constructed before the agent, shut down, 1 busy thread,"
                + " 2 tasks queued");
    assertThat(PoolSummary.of(row(null, older, 3, 0, 0, 0, 3, 0, 0, 0)))
        .endsWith(", all terminated, no threads");
    assertThat(PoolSummary.of(row(null, older, 5, 1, 1, 2, 1, 4, 3, 1)))
        .endsWith(", 3 shut down, 1 of them terminated, 3 busy and 1 idle thread, 1 task queued");
  }

  @Test
  void doesNotInventWhatIsNotKnown() {
    assertThat(PoolSummary.of(row(null, older, 2, 0, 0, 0, 0, -1, -1, -1)))
        .endsWith(", none shut down, threads unknown");
    assertThat(PoolSummary.of(row(null, older, 2, 0, 0, 0, 0, 7, -1, -1)))
        .endsWith(", none shut down, 7 threads");
  }

  @Test
  void doesNotAccuseTheJdksOwn() {
    assertThat(PoolSummary.of(row(PoolRole.COMMON_POOL, here, 1, 0, 1, 0, 0, 3, 0, 0)))
        .isEqualTo("the common pool (ThreadPoolExecutor), 3 idle threads");
  }

  private static PoolRow row(
      @Nullable PoolRole role,
      Site.Variant site,
      long pools,
      long busy,
      long idle,
      long shutdown,
      long terminated,
      long threads,
      long active,
      long queued) {
    return new PoolRow(
        "java.util.concurrent.ThreadPoolExecutor",
        role,
        null,
        pools,
        busy,
        idle,
        shutdown,
        terminated,
        0,
        threads,
        active,
        queued,
        null,
        0,
        site);
  }
}
