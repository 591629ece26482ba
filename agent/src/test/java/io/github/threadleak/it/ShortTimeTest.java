package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShortTimeTest {
  @Test
  void mapsEveryDurationAndNothingElse() {
    assertThat(
            ShortTime.of(
                """
                # over 6h, as it is
                scrape_interval: 15s
                expr: max_over_time(x:y5m:sum[1h30m] offset 2h) > 5 * 3600 and v{l="a4b"} * 1.05 >= 20
                for: 15m
                """))
        .isEqualTo(
            """
            # over 6h, as it is
            scrape_interval: 1s
            expr: max_over_time(x:y5m:sum[12000ms] offset 16000ms) > 40 and v{l="a4b"} * 1.05 >= 20
            for: 2000ms
            """);
  }

  @Test
  void refusesWhatNoScrapeWouldSee() {
    assertThatThrownBy(() -> ShortTime.of("expr: rate(x[3m])"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("rate(x[3m])");
  }
}
