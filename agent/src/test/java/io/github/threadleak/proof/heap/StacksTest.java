package io.github.threadleak.proof.heap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StacksTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "()V | 0",
        "(IJZ)V | 0",
        "(Ljava/lang/Object;)Ljava/lang/Object; | 1",
        "([[ILjava/lang/LongName;D[Ljava/lang/String;[B)V | 4",
        "(Ljava/lang/I;I)V | 1",
        "(Lbroken | 1",
        "'' | 0"
      })
  void countsReferenceParameters(String signature, int expected) {
    assertThat(Stacks.references(signature)).isEqualTo(expected);
  }
}
