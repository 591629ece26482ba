package io.github.threadleak.verdict;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * Threads of one site that come and go on a clock that the test turns: each is born and dies, the
 * test sees what a census would. Times are in seconds.
 */
final class Simulation {
  private static final String SITE = "site";

  private final Random random;
  private final double interval;
  private final Chronicle<String> chronicle;
  private final PriorityQueue<double[]> alive =
      new PriorityQueue<>((a, b) -> Double.compare(a[1], b[1]));
  private double now = 1;

  /** What was said at each census at which it was something else than before. */
  final Map<Double, String> said = new LinkedHashMap<>();

  final List<Double> suspectTimes = new ArrayList<>();
  private String last = "";

  Simulation(long seed, double window, double interval) {
    random = new Random(seed);
    this.interval = interval;
    chronicle = new Chronicle<>(Math.round(window * 10), Math.round(interval * 10), 20);
  }

  /** Threads that live for ever, or for as long as {@code life} says. */
  interface Life {
    double next(Random random);

    Life FOR_EVER = random -> 1e12;

    static Life exponential(double mean) {
      return random -> -mean * Math.log(1 - random.nextDouble());
    }

    static Life lognormal(double median, double sigma) {
      return random -> median * Math.exp(sigma * random.nextGaussian());
    }
  }

  /** Runs with threads born by Poisson's law at a rate, per second, that may change with time. */
  Simulation run(double seconds, DoubleUnaryOperator rate, Life life) {
    double end = now + seconds;
    while (now < end) {
      double until = Math.min(end, now + interval);
      born(rate.applyAsDouble(now) * (until - now), until, life);
      now = until;
      census();
    }
    return this;
  }

  /** At once. */
  Simulation burst(int threads, Life life) {
    for (int i = 0; i < threads; i++) {
      alive.add(new double[] {now, now + life.next(random)});
    }
    return this;
  }

  Simulation allEnd() {
    alive.clear();
    return this;
  }

  private void born(double expected, double until, Life life) {
    int births = poisson(expected);
    for (int i = 0; i < births; i++) {
      double at = now + random.nextDouble() * (until - now);
      alive.add(new double[] {at, at + life.next(random)});
    }
  }

  private int poisson(double expected) {
    if (expected > 100) {
      return (int) Math.max(0, Math.round(expected + Math.sqrt(expected) * random.nextGaussian()));
    }
    double limit = Math.exp(-expected);
    int count = 0;
    for (double p = random.nextDouble(); p > limit; p *= random.nextDouble()) {
      count++;
    }
    return count;
  }

  private void census() {
    while (!alive.isEmpty() && alive.peek()[1] <= now) {
      alive.poll();
    }
    Chronicle<String>.Look look = chronicle.look((int) Math.round(now * 10));
    if (!alive.isEmpty()) {
      SiteTally tally = look.at(SITE);
      tally.addThreads(alive.size());
      for (double[] thread : alive) {
        look.add(tally, (int) Math.round(thread[0] * 10), false);
      }
    }
    Growth growth = look.end().get(SITE);
    String words = growth != null && growth.suspicious() ? growth.words() : "";
    if (growth != null && growth.suspicious()) {
      suspectTimes.add(now);
    }
    if (!words.equals(last)) {
      said.put(now, words);
      last = words;
    }
  }

  /** The time of the first suspicion; infinite for none. */
  double firstSuspected() {
    return suspectTimes.isEmpty() ? Double.POSITIVE_INFINITY : suspectTimes.get(0);
  }

  boolean isSuspected() {
    return !last.isEmpty();
  }

  String lastWords() {
    return last;
  }

  int live() {
    return alive.size();
  }
}
