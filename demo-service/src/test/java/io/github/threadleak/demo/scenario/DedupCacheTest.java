package io.github.threadleak.demo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DedupCacheTest {
  @Test
  void remembersEveryRequestForEver() {
    DedupCache cache = new DedupCache();
    byte[] first = cache.answer("0");
    for (int i = 0; i < 1000; i++) {
      cache.answer(Integer.toString(i));
    }
    assertThat(cache.size()).isEqualTo(1000);
    assertThat(cache.answer("0")).isSameAs(first);
  }

  @Test
  void fixedCacheForgetsWhatWasAskedForLongestAgo() {
    DedupCacheFixed cache = new DedupCacheFixed();
    byte[] first = cache.answer("0");
    byte[] second = cache.answer("1");
    for (int i = 2; i < DedupCacheFixed.REMEMBERED; i++) {
      cache.answer(Integer.toString(i));
    }
    assertThat(cache.answer("0")).isSameAs(first);
    cache.answer("one more");
    assertThat(cache.size()).isEqualTo(DedupCacheFixed.REMEMBERED);
    assertThat(cache.answer("0")).isSameAs(first);
    assertThat(cache.answer("1")).isNotSameAs(second);
  }
}
