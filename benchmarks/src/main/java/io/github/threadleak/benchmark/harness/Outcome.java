package io.github.threadleak.benchmark.harness;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * What the rounds of a {@link Comparison} came to.
 *
 * @param what the case in a few words
 * @param samples by variant, in the order of the rounds
 * @param failures what was wrong with a variant, by its name
 */
public record Outcome(
    String what, Map<String, List<Sample>> samples, Map<String, String> failures) {
  /** A figure of a variant over the rounds; unknown where the variant failed or never ran. */
  public Spread of(String variant, String figure) {
    if (failures.containsKey(variant)) {
      return Spread.of(new double[0]);
    }
    return Spread.of(
        samples.getOrDefault(variant, List.of()).stream()
            .mapToDouble(sample -> sample.get(figure))
            .filter(value -> !Double.isNaN(value))
            .toArray());
  }

  /** The quotients of two variants' figures, each taken within one round. */
  public Spread ratio(String variant, String against, String figure) {
    return paired(variant, against, figure, (a, b) -> a / b);
  }

  /** What a variant's figure is above another's, each taken within one round. */
  public Spread added(String variant, String against, String figure) {
    return paired(variant, against, figure, (a, b) -> a - b);
  }

  private Spread paired(
      String variant, String against, String figure, DoubleBinaryOperator operator) {
    if (failures.containsKey(variant) || failures.containsKey(against)) {
      return Spread.of(new double[0]);
    }
    List<Sample> ours = samples.getOrDefault(variant, List.of());
    List<Sample> theirs = samples.getOrDefault(against, List.of());
    return Spread.of(
        IntStream.range(0, Math.min(ours.size(), theirs.size()))
            .mapToDouble(
                i -> operator.applyAsDouble(ours.get(i).get(figure), theirs.get(i).get(figure)))
            .filter(value -> !Double.isNaN(value))
            .toArray());
  }
}
