package io.github.threadleak.demo.runner;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the agent took for leaked at any time of a run, by the line that it blames. A leak is
 * suspected while it grows, and stuck when it has lasted: one look at the end would not see both.
 */
final class Accusations {
  private static final List<String> STRONGEST_FIRST =
      List.of("deadlocked", "proven", "vanished", "stuck", "suspected");

  private final Map<Frame, Accusation> strongest = new LinkedHashMap<>();
  private long unknown;

  /**
   * A verdict.
   *
   * @param detail what it rests on, empty if the agent did not say
   * @param count the most threads that had it
   */
  record Accusation(String verdict, String detail, long count) {
    /** As in {@code stuck, in one park for 5s or longer}. */
    String words() {
      return verdict + (detail.isEmpty() ? "" : ", " + detail);
    }
  }

  /** Takes in what one dump says. */
  void note(ThreadDump dump) {
    Map<Frame, Accusation> now = new LinkedHashMap<>();
    for (ThreadDump.Group group : dump.groups()) {
      if (STRONGEST_FIRST.contains(group.verdict())) {
        Accusation accusation =
            new Accusation(group.verdict(), group.verdictDetail(), group.count());
        if (group.culprit().isPresent()) {
          now.merge(group.culprit().get(), accusation, Accusations::stronger);
        } else {
          unknown = Math.max(unknown, group.count());
        }
      }
    }
    now.forEach((line, accusation) -> strongest.merge(line, accusation, Accusations::stronger));
  }

  private static Accusation stronger(Accusation one, Accusation other) {
    int order =
        Integer.compare(
            STRONGEST_FIRST.indexOf(one.verdict()), STRONGEST_FIRST.indexOf(other.verdict()));
    if (order != 0) {
      return order < 0 ? one : other;
    }
    return other.count() >= one.count() ? other : one;
  }

  /** The strongest verdict on the lines that are meant. */
  Optional<Accusation> at(Predicate<Frame> lines) {
    return strongest.entrySet().stream()
        .filter(entry -> lines.test(entry.getKey()))
        .map(Map.Entry::getValue)
        .reduce(Accusations::stronger);
  }

  /** The accused lines that are meant, each with its verdict. */
  List<String> words(Predicate<Frame> lines) {
    return strongest.entrySet().stream()
        .filter(entry -> lines.test(entry.getKey()))
        .map(entry -> entry.getKey() + " (" + entry.getValue().words() + ")")
        .toList();
  }

  /** The most threads that were accused at one time without a line to blame. */
  long withoutALine() {
    return unknown;
  }
}
