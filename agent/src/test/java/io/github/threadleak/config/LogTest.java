package io.github.threadleak.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogTest {
  private final PrintStream before = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void catchStandardError() {
    System.setErr(new PrintStream(printed, true, UTF_8));
  }

  @AfterEach
  void giveItBack() {
    System.setErr(before);
  }

  @Test
  void saysAsMuchAsItsLevelAllows() {
    for (Log.Level level : Log.Level.values()) {
      Log log = new Log(level);
      log.info("info at " + level);
      log.debug("debug at " + level);
      log.complain("complaint at " + level);
    }
    assertThat(printed.toString(UTF_8).lines())
        .containsExactly(
            "[threadleak] complaint at OFF",
            "[threadleak] info at INFO",
            "[threadleak] complaint at INFO",
            "[threadleak] info at DEBUG",
            "[threadleak] debug at DEBUG",
            "[threadleak] complaint at DEBUG");
  }

  @Test
  void keepsAMessageOnOneLine() {
    new Log(Log.Level.INFO).info("a\nb\r\u001b[31m\u0085\u2028\u007fc");
    assertThat(printed.toString(UTF_8))
        .isEqualTo("[threadleak] a?b??[31m???c" + System.lineSeparator());
  }

  @Test
  void cutsWhatIsEndless() {
    new Log(Log.Level.INFO).info("x".repeat(1_000_000));
    assertThat(printed.size()).isLessThan(5_000);
  }

  @Test
  void survivesAStandardErrorThatThrows() {
    System.setErr(
        new PrintStream(OutputStream.nullOutputStream()) {
          @Override
          public void println(String line) {
            throw new IllegalStateException("application's own");
          }
        });
    new Log(Log.Level.INFO).info("lost");
    assertThat(printed.size()).isZero();
  }
}
