package io.github.threadleak.census;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThreadNamesTest {
  @Test
  void replacesNumbers() {
    assertThat(patternOf("pool-1-thread-12", "pool-380-thread-1")).isEqualTo("pool-*-thread-*");
  }

  @Test
  void keepsWhatNamesHaveInCommon() {
    assertThat(patternOf("http-read-1", "http-write-1")).isEqualTo("http-*");
    assertThat(patternOf("one", "one")).isEqualTo("one");
    assertThat(patternOf("job-1", "job")).isEqualTo("job*");
  }

  @Test
  void saysNothingOfNamesWithoutAnythingInCommon() {
    assertThat(patternOf("reader", "writer")).isNull();
    assertThat(patternOf("1", "2")).isNull();
    assertThat(patternOf("")).isNull();
    assertThat(patternOf()).isNull();
  }

  private static String patternOf(String... threads) {
    ThreadNames names = new ThreadNames();
    for (String thread : threads) {
      names.add(thread);
    }
    return names.pattern();
  }
}
