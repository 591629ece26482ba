package io.github.threadleak.demo.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.threadleak.demo.Scenario;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  @Test
  void drivesAllScenariosForAMinuteUnlessTold() throws Exception {
    assertThat(Arguments.parse())
        .isEqualTo(new Arguments(60, EnumSet.allOf(Scenario.class), false));
  }

  @Test
  void takesWhatItIsTold() throws Exception {
    assertThat(Arguments.parse("--keep", "--scenario", "fan-out", "--seconds", "10"))
        .isEqualTo(new Arguments(10, Set.of(Scenario.FAN_OUT), true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --seconds              | --seconds: needs a value
          --seconds x            | --seconds x: must be a whole number from 5 to 86400
          --seconds 4            | --seconds 4: must be a whole number from 5 to 86400
          --seconds 99999        | --seconds 99999: must be a whole number from 5 to 86400
          --seconds 999999999999 | --seconds 999999999999: must be a whole number from 5 to 86400
          --scenario nothing     | --scenario nothing: must be one of timeout-handoff, fan-out, audit-log, \
          notifications, dedup-cache, pool-per-request
          --what                 | --what: unknown argument; known are --seconds N, --scenario NAME, --keep
          """)
  void namesTheArgumentItCannotUse(String arguments, String message) {
    assertThatThrownBy(() -> Arguments.parse(arguments.split(" ")))
        .isInstanceOf(Arguments.UnusableException.class)
        .hasMessage(message);
  }
}
