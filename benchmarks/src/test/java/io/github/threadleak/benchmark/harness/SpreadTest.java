package io.github.threadleak.benchmark.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void takesTheMiddleOfAnOddNumber() {
    assertThat(Spread.of(new double[] {9, 1, 4})).isEqualTo(new Spread(4, 1, 9));
  }

  @Test
  void takesTheMeanOfTheMiddleTwoOfAnEvenNumber() {
    assertThat(Spread.of(new double[] {8, 1, 2, 4})).isEqualTo(new Spread(3, 1, 8));
  }

  @Test
  void isUnknownWithoutFigures() {
    assertThat(Spread.of(new double[0]).isKnown()).isFalse();
  }
}
