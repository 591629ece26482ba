package io.github.threadleak.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.util.ArrayList;
import java.util.List;

/** Builds metric families one sample at a time. For one thread. */
final class Families {
  private final List<Family> families = new ArrayList<>();

  // A MetricFamilySamples copies the samples that it is made with, so it is made last.
  List<MetricFamilySamples> built() {
    List<MetricFamilySamples> built = new ArrayList<>(families.size());
    for (Family family : families) {
      built.add(new MetricFamilySamples(family.name, family.type, family.help, family.samples));
    }
    return built;
  }

  Family gauge(String name, String help, String... labels) {
    return add(new Family(name, Collector.Type.GAUGE, help, List.of(labels)));
  }

  /** A counter; the name is given with its {@code _total}. */
  Family counter(String name, String help, String... labels) {
    return add(new Family(name, Collector.Type.COUNTER, help, List.of(labels)));
  }

  void summary(String name, String help, double count, double sum) {
    Family family = add(new Family(name, Collector.Type.SUMMARY, help, List.of()));
    family.samples.add(new Sample(name + "_count", List.of(), List.of(), count));
    family.samples.add(new Sample(name + "_sum", List.of(), List.of(), sum));
  }

  private Family add(Family family) {
    families.add(family);
    return family;
  }

  /** The samples of one family. */
  static final class Family {
    private final String name;
    private final Collector.Type type;
    private final String help;
    private final List<String> labels;
    private final List<Sample> samples = new ArrayList<>();

    Family(String name, Collector.Type type, String help, List<String> labels) {
      this.name = name;
      this.type = type;
      this.help = help;
      this.labels = labels;
    }

    /** A count; what is past 2^53 loses its last digits, as everywhere in Prometheus. */
    Family sample(long value, String... labelValues) {
      return sample((double) value, labelValues);
    }

    Family sample(double value, String... labelValues) {
      samples.add(new Sample(name, labels, List.of(labelValues), value));
      return this;
    }
  }
}
