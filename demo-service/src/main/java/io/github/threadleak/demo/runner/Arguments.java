package io.github.threadleak.demo.runner;

import io.github.threadleak.demo.Scenario;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the user asked for.
 *
 * @param seconds how long to drive the scenarios
 * @param scenarios which ones
 * @param keep whether the service stays up after the report
 */
record Arguments(int seconds, Set<Scenario> scenarios, boolean keep) {
  private static final int SHORTEST = 5;
  private static final int LONGEST = 86_400;

  /** Says in its message which argument is wrong, and what is allowed. */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableException(String message) {
      super(message);
    }
  }

  static Arguments parse(String... arguments) throws UnusableException {
    int seconds = 60;
    Set<Scenario> scenarios = EnumSet.allOf(Scenario.class);
    boolean keep = false;
    List<String> left = new ArrayList<>(List.of(arguments));
    while (!left.isEmpty()) {
      String name = left.remove(0);
      switch (name) {
        case "--seconds" -> seconds = seconds(value(name, left));
        case "--scenario" -> scenarios = EnumSet.of(scenario(value(name, left)));
        case "--keep" -> keep = true;
        default ->
            throw new UnusableException(
                name + ": unknown argument; known are --seconds N, --scenario NAME, --keep");
      }
    }
    return new Arguments(seconds, scenarios, keep);
  }

  private static String value(String name, List<String> left) throws UnusableException {
    if (left.isEmpty()) {
      throw new UnusableException(name + ": needs a value");
    }
    return left.remove(0);
  }

  private static int seconds(String value) throws UnusableException {
    if (value.matches("[0-9]{1,5}")) {
      int seconds = Integer.parseInt(value);
      if (seconds >= SHORTEST && seconds <= LONGEST) {
        return seconds;
      }
    }
    throw new UnusableException(
        "--seconds " + value + ": must be a whole number from " + SHORTEST + " to " + LONGEST);
  }

  private static Scenario scenario(String value) throws UnusableException {
    String known = Stream.of(Scenario.values()).map(Scenario::id).collect(Collectors.joining(", "));
    return Scenario.of(value)
        .orElseThrow(
            () -> new UnusableException("--scenario " + value + ": must be one of " + known));
  }
}
