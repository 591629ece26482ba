package io.github.threadleak.proof.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectIndexTest {
  private static final long FOUR_GIGABYTES = 1L << 32;

  @ParameterizedTest
  @CsvSource({
    "1, true, 100000000",
    "2, true, 70000000000000",
    "3, false, 100000",
    "4, true, 1000000",
    "5, false, 9000000000000000000"
  })
  void findsWhatWasPlacedAndNothingElse(int seed, boolean aligned, long span) throws Exception {
    Random random = new Random(seed);
    ObjectIndex index = new ObjectIndex(aligned);
    Map<Long, Long> places = new HashMap<>();
    long fileSize = seed % 2 == 0 ? FOUR_GIGABYTES * 5 : FOUR_GIGABYTES - 1;
    // far apart, each takes a page of its own
    int count = span < 1_000_000_000 ? 50_000 : 2_000;
    for (int i = 0; i < count; i++) {
      long id = random.nextLong(span);
      places.put(aligned ? id & ~7L : id, random.nextLong(fileSize));
    }
    places.keySet().forEach(index::add);
    index.number(fileSize);
    places.forEach(index::place);

    assertThat(index.size()).isEqualTo(places.size());
    boolean[] seen = new boolean[places.size()];
    places.forEach(
        (id, place) -> {
          int number = index.numberOf(id);
          assertThat(seen[number]).isFalse();
          seen[number] = true;
          assertThat(index.positionOf(number)).isEqualTo(place);
        });
    for (int i = 0; i < 50_000; i++) {
      long id = random.nextLong(span);
      if (!places.containsKey(id)) {
        assertThat(index.numberOf(id)).isNegative();
      }
    }
  }
}
