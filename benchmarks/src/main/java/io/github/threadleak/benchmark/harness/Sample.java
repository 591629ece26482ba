package io.github.threadleak.benchmark.harness;

import java.util.LinkedHashMap;
import java.util.Map;

/** What one run of one variant told: figures by name, in the units that the benchmark says. */
public record Sample(Map<String, Double> figures) {
  public Sample {
    figures = new LinkedHashMap<>(figures);
  }

  public static Sample of(String figure, double value) {
    return new Sample(Map.of(figure, value));
  }

  /** Not a number where the run did not tell. */
  public double get(String figure) {
    return figures.getOrDefault(figure, Double.NaN);
  }
}
