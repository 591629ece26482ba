package io.github.threadleak.render;

import io.github.threadleak.site.Frame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts of threads by stack and labels, so that no two samples agree in both. For one thread. */
final class Samples {
  private final Map<Key, long[]> counts = new LinkedHashMap<>();

  /**
   * What a sample is counted under.
   *
   * @param stack top first
   * @param labels key, value, key, value
   */
  record Key(List<Frame> stack, List<String> labels) {
    // By hand, as in Frame.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && labels.equals(key.labels) && stack.equals(key.stack);
    }

    @Override
    public int hashCode() {
      return stack.hashCode() * 31 + labels.hashCode();
    }
  }

  /** A key with its count, which is not zero. */
  record Sample(Key key, long count) {}

  void add(List<Frame> stack, List<String> labels, long count) {
    counts.computeIfAbsent(new Key(stack, labels), k -> new long[1])[0] += count;
  }

  /** The greatest count first, whatever its sign; among equals, the one first added. */
  List<Sample> sorted() {
    List<Sample> samples = new ArrayList<>(counts.size());
    counts.forEach(
        (key, count) -> {
          if (count[0] != 0) {
            samples.add(new Sample(key, count[0]));
          }
        });
    samples.sort((a, b) -> Long.compare(Math.abs(b.count()), Math.abs(a.count())));
    return samples;
  }
}
