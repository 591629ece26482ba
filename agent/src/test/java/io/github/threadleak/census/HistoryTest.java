package io.github.threadleak.census;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.threadleak.snapshot.TotalsPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

  private final History history = new History();
  private int census;

  @Test
  void isEmptyBeforeTheFirstCensus() {
    assertThat(history.points()).isEmpty();
  }

  @Test
  void keepsEveryCensusWhileThereIsRoom() {
    add(History.MOST_POINTS);

    assertThat(secondsOf(history.points())).hasSize(360).startsWith(0L, 10L).endsWith(3_590L);
  }

  @Test
  void halvesTheResolutionWhenItIsFull() {
    add(History.MOST_POINTS + 1);

    assertThat(secondsOf(history.points())).hasSize(181).startsWith(0L, 20L, 40L).endsWith(3_600L);
  }

  @Test
  void staysBoundedEvenAndUpToDateForMonths() {
    add(900_000);

    List<Long> seconds = secondsOf(history.points());
    assertThat(seconds).hasSizeBetween(181, 361).first().isEqualTo(0L);
    assertThat(seconds.get(seconds.size() - 1)).isEqualTo(8_999_990L);
    long step = seconds.get(1);
    for (int i = 1; i < seconds.size() - 1; i++) {
      assertThat(seconds.get(i) - seconds.get(i - 1)).isEqualTo(step);
    }
  }

  private void add(int censuses) {
    for (int i = 0; i < censuses; i++, census++) {
      history.add(new TotalsPoint(START.plus(Duration.ofSeconds(census * 10L)), census, 0, 0));
    }
  }

  private static List<Long> secondsOf(List<TotalsPoint> points) {
    List<Long> seconds = new ArrayList<>();
    for (TotalsPoint point : points) {
      seconds.add(Duration.between(START, point.time()).toSeconds());
      assertThat(point.platform() * 10).isEqualTo(seconds.get(seconds.size() - 1));
    }
    return seconds;
  }
}
