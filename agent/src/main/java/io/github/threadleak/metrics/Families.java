package io.github.threadleak.metrics;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.Collector.Type;
import java.util.ArrayList;
import java.util.List;

/** Builds metric families one sample at a time. For one thread. */
final class Families {
  private final List<MetricFamilySamples> families = new ArrayList<>();

  List<MetricFamilySamples> built() {
    return families;
  }

  Family gauge(String name, String help, String... labels) {
    return add(name, name, Type.GAUGE, help, labels);
  }

  /** A counter; the name is given with its {@code _total}. */
  Family counter(String name, String help, String... labels) {
    return add(name.substring(0, name.length() - "_total".length()), name, Type.COUNTER, help, labels);
  }

  void summary(String name, String help, double count, double sum) {
    List<Sample> samples = new ArrayList<>();
    samples.add(new Sample(name + "_count", List.of(), List.of(), count));
    samples.add(new Sample(name + "_sum", List.of(), List.of(), sum));
    families.add(new MetricFamilySamples(name, Type.SUMMARY, help, samples));
  }

  private Family add(String family, String sample, Type type, String help, String... labels) {
    List<Sample> samples = new ArrayList<>();
    families.add(new MetricFamilySamples(family, type, help, samples));
    return new Family(sample, List.of(labels), samples);
  }

  /** The samples of one family. */
  static final class Family {
    private final String sampleName;
    private final List<String> labels;
    private final List<Sample> samples;

    Family(String sampleName, List<String> labels, List<Sample> samples) {
      this.sampleName = sampleName;
      this.labels = labels;
      this.samples = samples;
    }

    Family sample(double value, String... labelValues) {
      samples.add(new Sample(sampleName, labels, List.of(labelValues), value));
      return this;
    }
  }
}
