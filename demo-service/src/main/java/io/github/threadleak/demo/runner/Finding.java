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
   * @param groups the threads for which the agent names this very line, most numerous first; empty
   *     if the agent does not name it
   * @param verdict the strongest that the agent gave at any time; absent for none
   * @param poolSummary what the agent says of the pools made at this line, in one sentence; absent
   *     if it lists none
   */
  record Line(
      LeakSite site,
      Expected expected,
      List<ThreadDump.Group> groups,
      Optional<Accusations.Accusation> verdict,
      Optional<String> poolSummary) {

    /** Threads for which the agent names this very line. */
    long seen() {
      return groups.stream().mapToLong(ThreadDump.Group::count).sum();
    }

    /** True if they need not be asked again how long they have been parked. */
    boolean isParkKnown() {
      // Those that wait on nothing sleep and wake: no two looks need find them in one park.
      return site.waits().blocker().isEmpty()
          || groups.stream()
              .allMatch(group -> group.parked().isPresent() || group.seenParked() > 0);
    }
  }

  boolean isAsExpected() {
    return problems.isEmpty();
  }

  /** True if the agent knows how long what leaked has been parked, or that it was seen parked. */
  boolean areParksKnown() {
    return lines.stream().allMatch(Line::isParkKnown);
  }

  /**
   * Compares a dump with what the callers of the leaking variant expect.
   *
   * @param accusations of the whole run
   */
  static Finding of(
      Scenario scenario,
      Expected expected,
      ThreadDump dump,
      PoolList pools,
      Accusations accusations) {
    List<String> problems = new ArrayList<>();
    List<Line> lines = new ArrayList<>();
    for (LeakSite site : scenario.leakSites()) {
      Line line = line(site, expected, dump, pools, accusations);
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
    for (String accused : accusations.words(frame -> isInnocent(frame, scenario))) {
      problems.add("accused without a reason: " + accused);
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
    if (line.seen() > 0 && line.verdict().isEmpty()) {
      problems.add("the agent gives no verdict on " + line.site());
    }
    if (line.seen() > 0) {
      problems.addAll(WaitCheck.problems(line.site(), line.groups()));
      if (line.site().waits().pool().isPresent() && line.poolSummary().isEmpty()) {
        problems.add("the agent lists no pool that was made at " + line.site());
      }
    }
  }

  private static Line line(
      LeakSite site, Expected expected, ThreadDump dump, PoolList pools, Accusations accusations) {
    return new Line(
        site,
        expected,
        dump.groups().stream()
            .filter(group -> group.culprit().filter(frame -> isAt(frame, site)).isPresent())
            .sorted(Comparator.comparingLong(ThreadDump.Group::count).reversed())
            .toList(),
        accusations.at(frame -> isAt(frame, site)),
        pools.rows().stream()
            .filter(row -> row.culprit().filter(frame -> isAt(frame, site)).isPresent())
            .map(PoolList.Row::summary)
            .findFirst());
  }

  /** A line of the scenario, in either variant, that does not leak. */
  private static boolean isInnocent(Frame frame, Scenario scenario) {
    return frame.isIn(scenario.fixed())
        || (frame.isIn(scenario.leaking())
            && scenario.leakSites().stream().noneMatch(site -> isAt(frame, site)));
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
