package io.github.threadleak.demo.runner;

import io.github.threadleak.demo.Scenario;
import io.github.threadleak.demo.load.Tally;
import java.util.Locale;

/**
 * How many threads a leaking line must have left behind: exact, but for calls of which nobody knows
 * the outcome.
 */
record Expected(long least, long most) {
  static Expected of(Scenario scenario, Tally leaking) {
    return new Expected(scenario.leakedOf(leaking.least()), scenario.leakedOf(leaking.most()));
  }

  boolean contains(long seen) {
    return seen >= least && seen <= most;
  }

  @Override
  public String toString() {
    return least == most
        ? String.format(Locale.ROOT, "%,d", least)
        : String.format(Locale.ROOT, "%,d to %,d", least, most);
  }
}
