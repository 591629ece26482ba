package io.github.threadleak.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static final List<String> KNOWN = List.of("spawn", "work");

  @Test
  void runsAllAndWritesTheDocumentWhereNoneIsNamed() {
    assertThat(parse()).isEqualTo(new Arguments(KNOWN, 5, true, false));
  }

  @Test
  void onlyPrintsWhereSomeAreNamed() {
    assertThat(parse("work", "--rounds", "11"))
        .isEqualTo(new Arguments(List.of("work"), 11, false, false));
    assertThat(parse("work", "--write")).isEqualTo(new Arguments(List.of("work"), 5, true, false));
  }

  @Test
  void namesWhatItCannotUse() {
    assertThatThrownBy(() -> parse("wrok"))
        .hasMessage("wrok: no such benchmark; there are spawn, work");
    assertThatThrownBy(() -> parse("--rounds", "0")).hasMessageStartingWith("--rounds 0:");
    assertThatThrownBy(() -> parse("--rounds")).hasMessageStartingWith("--rounds :");
  }

  private static Arguments parse(String... words) {
    return Arguments.parse(words, KNOWN);
  }
}
