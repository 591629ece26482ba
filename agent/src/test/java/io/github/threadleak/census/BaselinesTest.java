package io.github.threadleak.census;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.Marked;
import io.github.threadleak.snapshot.SiteChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BaselinesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

  private final Baselines baselines = new Baselines();

  @Test
  void keepsTheLastSixteen() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ids.add(baselines.add("b" + i, NOW, marks(3)).head().id());
    }

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(baselines.list()).extracting(Marked::id).isEqualTo(ids.subList(4, 20));
    assertThat(baselines.find(ids.get(3))).isNull();
    assertThat(baselines.find(ids.get(4))).isNotNull();
  }

  @Test
  void letsTheOldestGoWhereTheyHoldManySites() {
    baselines.add("a", NOW, marks(20_000));
    baselines.add("b", NOW, marks(20_000));
    baselines.add("c", NOW, marks(20_000));
    assertThat(baselines.list()).extracting(Marked::name).containsExactly("b", "c");

    baselines.add("d", NOW, marks(Baselines.MOST_MARKS + 1));
    assertThat(baselines.list()).extracting(Marked::name).containsExactly("d");
  }

  @Test
  void countsTheSitesThatHadThreads() {
    Map<String, Baseline.Mark> marks = marks(3);
    marks.put("gone", mark(0, 0));

    assertThat(baselines.add(null, NOW, marks).head())
        .extracting(Marked::sites, Marked::threads)
        .containsExactly(3, 9L);
  }

  private static Map<String, Baseline.Mark> marks(int sites) {
    Map<String, Baseline.Mark> marks = new HashMap<>();
    for (int i = 0; i < sites; i++) {
      marks.put("site" + i, mark(1, 2));
    }
    return marks;
  }

  private static Baseline.Mark mark(long platform, long virtual) {
    return new Baseline.Mark(Site.Origin.SPAWNED, null, new SiteChange.Live(platform, virtual), 7);
  }
}
