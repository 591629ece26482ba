package io.github.threadleak.proof.heap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformStatusTest {
  /** As HotSpot's JavaThreadStatus has them. */
  @ParameterizedTest
  @CsvSource({
    "0, NEW",
    "2, ENDED",
    "5, RUNS",
    "225, TIMED",
    "401, IN_OBJECT_WAIT",
    "417, TIMED",
    "657, PARKED",
    "673, TIMED",
    "1025, BLOCKED"
  })
  void readsTheBits(int bits, PlatformStatus expected) {
    assertThat(PlatformStatus.of(bits)).isEqualTo(expected);
  }
}
