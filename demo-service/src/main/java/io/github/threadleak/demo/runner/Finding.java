package io.github.threadleak.demo.runner;

import io.github.threadleak.demo.LeakSite;
import io.github.threadleak.demo.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the agent says of one scenario, beside what it should say; immutable.
 *
 * @param lines one for each line that leaks; empty for the control
 * @param leakingThreads all live threads whose culprit is in the leaking class
 * @param fixedThreads all live threads whose culprit is in the fixed class
 * @param problems what is wrong, each a sentence; empty if all is as it should be
 */
record Finding(
    Scenario scenario,
    List<Line> lines,
    long leakingThreads,
    long fixedThreads,
    List<String> problems) {

  /**
   * One leaking line.
   *
   * @param seen threads for which the agent names this very line
   * @param named the most numerous of their groups; absent if the agent does not name the line
   */
  record Line(LeakSite site, Expected expected, long seen, Optional<ThreadDump.Group> named) {}

  boolean isAsExpected() {
    return problems.isEmpty();
  }

  /** Compares a dump with what the callers of the leaking variant expect. */
  static Finding of(Scenario scenario, Expected expected, ThreadDump dump) {
    List<String> problems = new ArrayList<>();
    List<Line> lines = new ArrayList<>();
    for (LeakSite site : scenario.leakSites()) {
      Line line = line(site, expected, dump);
      lines.add(line);
      judge(line, problems);
    }
    long leaking = threadsOf(scenario.leaking(), dump);
    long named = lines.stream().mapToLong(Line::seen).sum();
    if (leaking > named) {
      problems.add(
          (leaking - named)
              + " threads of the leaking variant are blamed on "
              + others(scenario, dump));
    }
    long fixed = threadsOf(scenario.fixed(), dump);
    if (fixed > scenario.steadyThreads()) {
      problems.add(
          "the fixed variant holds "
              + fixed
              + " threads, and may hold "
              + scenario.steadyThreads()
              + " at most");
    }
    return new Finding(scenario, List.copyOf(lines), leaking, fixed, List.copyOf(problems));
  }

  private static void judge(Line line, List<String> problems) {
    if (line.expected().least() == 0) {
      problems.add("too few calls for a leak at " + line.site());
    } else if (line.seen() == 0) {
      problems.add("the agent does not name " + line.site());
    } else if (!line.expected().contains(line.seen())) {
      problems.add(
          "expected " + line.expected() + " threads, seen " + line.seen() + " at " + line.site());
    }
  }

  private static Line line(LeakSite site, Expected expected, ThreadDump dump) {
    List<ThreadDump.Group> groups =
        dump.groups().stream()
            .filter(group -> group.culprit().filter(frame -> isAt(frame, site)).isPresent())
            .toList();
    return new Line(
        site,
        expected,
        groups.stream().mapToLong(ThreadDump.Group::count).sum(),
        groups.stream().max(Comparator.comparingLong(ThreadDump.Group::count)));
  }

  private static boolean isAt(Frame frame, LeakSite site) {
    return frame.type().equals(site.type().getName())
        && frame.method().equals(site.method())
        && frame.file().equals(site.type().getSimpleName() + ".java")
        && SourceLines.line(site.type(), frame.line()).contains(site.code());
  }

  private static long threadsOf(Class<?> type, ThreadDump dump) {
    return dump.groups().stream()
        .filter(group -> group.culprit().filter(frame -> frame.isIn(type)).isPresent())
        .mapToLong(ThreadDump.Group::count)
        .sum();
  }

  private static String others(Scenario scenario, ThreadDump dump) {
    return dump.groups().stream()
        .flatMap(group -> group.culprit().stream())
        .filter(frame -> frame.isIn(scenario.leaking()))
        .filter(frame -> scenario.leakSites().stream().noneMatch(site -> isAt(frame, site)))
        .map(Frame::toString)
        .distinct()
        .reduce((one, other) -> one + ", " + other)
        .orElse("other lines");
  }
}
