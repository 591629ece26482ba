package io.github.threadleak.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** The statistics, against what is known of them and against plain reckoning. */
class TrendTest {
  @Test
  void agreesWithAWorkedExample() {
    // S = 3 + 3 - 1 + 0 + ... reckoned by hand: 14 pairs rise, 1 falls; no ties.
    int[] values = {1, 2, 4, 3, 5, 6};
    double variance = 6 * 5 * 17 / 18.0;
    assertThat(Trend.mannKendall(values)).isEqualTo((13 - 1) / Math.sqrt(variance), within(1e-12));
  }

  @Test
  void correctsForTies() {
    // 1 1 2: two pairs rise, one is tied. Variance (3*2*11 - 2*1*9) / 18.
    assertThat(Trend.mannKendall(new int[] {1, 1, 2}))
        .isEqualTo(1 / Math.sqrt((66 - 18) / 18.0), within(1e-12));
  }

  @Test
  void saysNothingOfAFlatSeries() {
    assertThat(Trend.mannKendall(new int[] {7, 7, 7, 7, 7, 7, 7, 7})).isZero();
    assertThat(Trend.theilSen(new int[] {1, 2, 3}, new int[] {7, 7, 7})).isZero();
  }

  @RepeatedTest(50)
  void turnsRoundWithItsSeries(RepetitionInfo info) {
    Random random = new Random(info.getCurrentRepetition());
    int[] values = random.ints(20, 0, 15).toArray();
    int[] negated = Arrays.stream(values).map(value -> -value).toArray();
    int[] reversed = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      reversed[i] = values[values.length - 1 - i];
    }
    double z = Trend.mannKendall(values);
    assertThat(Trend.mannKendall(negated)).isEqualTo(-z, within(1e-12));
    assertThat(Trend.mannKendall(reversed)).isEqualTo(-z, within(1e-12));
  }

  @RepeatedTest(50)
  void doesNotMindScaleNorOffset(RepetitionInfo info) {
    Random random = new Random(info.getCurrentRepetition());
    int[] values = random.ints(20, 0, 1_000).toArray();
    int[] moved = Arrays.stream(values).map(value -> value * 3 + 100_000).toArray();
    int[] times = times(20, random);
    assertThat(Trend.mannKendall(moved)).isEqualTo(Trend.mannKendall(values));
    assertThat(Trend.theilSen(times, moved))
        .isEqualTo(3 * Trend.theilSen(times, values), within(1e-9));
  }

  @Test
  void isSeldomSureOfChance() {
    Random random = new Random(4);
    int sure = 0;
    int runs = 20_000;
    for (int run = 0; run < runs; run++) {
      if (Trend.mannKendall(random.ints(12, 0, 1_000).toArray()) > 3.09) {
        sure++;
      }
    }
    assertThat(sure / (double) runs).isLessThan(0.002);
  }

  @RepeatedTest(50)
  void findsTheSlopeBelowOutliers(RepetitionInfo info) {
    Random random = new Random(info.getCurrentRepetition());
    int[] times = times(30, random);
    int[] values = Arrays.stream(times).map(time -> 40 + 5 * time).toArray();
    for (int i = 0; i < 5; i++) {
      values[random.nextInt(30)] += 10_000;
    }
    assertThat(Trend.theilSen(times, values)).isEqualTo(5, within(1.0));
  }

  @Test
  void sumsPoissonsLaw() {
    assertThat(Trend.poissonAtMost(0, 2)).isEqualTo(Math.exp(-2), within(1e-12));
    assertThat(Trend.poissonAtMost(2, 2)).isEqualTo(5 * Math.exp(-2), within(1e-12));
    assertThat(Trend.poissonAtMost(3, 0)).isEqualTo(1);
  }

  @RepeatedTest(20)
  void agreesWithCountingEvents(RepetitionInfo info) {
    Random random = new Random(info.getCurrentRepetition());
    double expected = 1 + random.nextInt(30);
    int bound = (int) Math.round(expected * (0.5 + random.nextDouble()));
    int runs = 20_000;
    int within = 0;
    for (int run = 0; run < runs; run++) {
      int events = 0;
      for (double t = -Math.log(1 - random.nextDouble());
          t < expected;
          t += -Math.log(1 - random.nextDouble())) {
        events++;
      }
      if (events <= bound) {
        within++;
      }
    }
    assertThat(Trend.poissonAtMost(bound, expected))
        .isEqualTo(within / (double) runs, within(0.02));
  }

  @Test
  void risesWithTheEventsAndFallsWithWhatIsExpected() {
    double before = 0;
    for (int events = 0; events < 300; events++) {
      double next = Trend.poissonAtMost(events, 100);
      assertThat(next).isBetween(before, 1.0);
      before = next;
    }
    for (double expected = 1; expected < 1e6; expected *= 1.5) {
      assertThat(Trend.poissonAtMost(50, expected * 1.5))
          .isLessThanOrEqualTo(Trend.poissonAtMost(50, expected));
    }
  }

  private static int[] times(int n, Random random) {
    int[] times = new int[n];
    for (int i = 1; i < n; i++) {
      times[i] = times[i - 1] + 1 + random.nextInt(5);
    }
    return times;
  }
}
