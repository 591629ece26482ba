package io.github.threadleak.demo.runner;

import io.github.threadleak.demo.Scenario;
import io.github.threadleak.demo.load.Tally;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tells a newcomer what was found, in a hundred columns and without colour. */
final class Report {
  private final PrintStream out;
  private final URI agent;

  /** {@code agent} is where the agent listens. */
  Report(PrintStream out, URI agent) {
    this.out = out;
    this.agent = agent;
  }

  /** What the callers of one scenario went through, and what the agent made of it. */
  record Entry(Finding finding, Tally leaking, Tally fixed) {}

  void print(List<Entry> entries, String memory) {
    print("");
    print("What leaked, and what the agent says");
    print("====================================");
    for (Entry entry : entries) {
      print("");
      print(entry, memory);
    }
    print("");
    table(entries);
    print("");
    print(conclusion(entries));
  }

  private void print(Entry entry, String memory) {
    Finding finding = entry.finding();
    Scenario scenario = finding.scenario();
    print("%s: %s", scenario.id(), finding.isAsExpected() ? "as expected" : "NOT AS EXPECTED");
    print("  %s", scenario.story());
    print("  calls     leak=on %s, leak=off %s", calls(entry.leaking()), calls(entry.fixed()));
    for (Finding.Line line : finding.lines()) {
      print(line);
    }
    if (finding.lines().isEmpty()) {
      print("  leak=on   expected 0 threads, seen %,d", finding.leakingThreads());
      print("  memory    %s (the whole service)", memory);
    }
    int steady = scenario.steadyThreads();
    print(
        "  leak=off  expected %s, seen %,d",
        steady == 0 ? "0 threads" : "at most " + threads(steady) + ", one set for all requests",
        finding.fixedThreads());
    if (finding.lines().isEmpty()) {
      print("  see it    curl -s '%s'", agent.resolve("/debug/pprof/threads?debug=1"));
    }
    for (String problem : finding.problems()) {
      print("  PROBLEM   %s", problem);
    }
  }

  private void print(Finding.Line line) {
    print("  leak=on   expected %s threads, seen %,d", line.expected(), line.seen());
    line.verdict().ifPresent(verdict -> print("  verdict   %s", verdict.words()));
    if (line.groups().isEmpty()) {
      print("  culprit   not named");
      return;
    }
    ThreadDump.Group largest = line.groups().get(0);
    Frame culprit = largest.culprit().orElseThrow();
    print("  culprit   %s", culprit);
    print("            %s", SourceLines.line(line.site().type(), culprit.line()));
    for (ThreadDump.Group group : line.groups()) {
      print("  waiting   %s", WaitWords.threads(group));
      print("  on        %s", WaitWords.blocker(group));
      print("  parked    %s", WaitWords.parked(group));
      group.pool().ifPresent(pool -> print("  pool      %s", WaitWords.pool(pool)));
    }
    line.poolSummary().ifPresent(summary -> print("  pools     %s", summary));
    String filter = largest.siteId().isEmpty() ? "" : "&site=" + largest.siteId();
    print("  see it    curl -s '%s'", agent.resolve("/debug/pprof/threads?debug=1" + filter));
  }

  private void table(List<Entry> entries) {
    String row = "%-18s %16s %8s  %-22s %17s %5s  %s";
    print(
        row,
        "threads",
        "leak=on expected",
        "seen",
        "verdict",
        "leak=off expected",
        "seen",
        "result");
    for (Entry entry : entries) {
      Finding finding = entry.finding();
      int steady = finding.scenario().steadyThreads();
      print(
          row,
          finding.scenario().id(),
          sum(finding.lines()),
          number(finding.leakingThreads()),
          verdicts(finding),
          steady == 0 ? "0" : "at most " + steady,
          number(finding.fixedThreads()),
          finding.isAsExpected() ? "ok" : "NOT OK");
    }
  }

  /** The words of a scenario's lines, each once. */
  private static String verdicts(Finding finding) {
    String words =
        finding.lines().stream()
            .map(line -> line.verdict().map(Accusations.Accusation::verdict).orElse("none"))
            .distinct()
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? "none" : words;
  }

  private static String sum(List<Finding.Line> lines) {
    long least = lines.stream().mapToLong(line -> line.expected().least()).sum();
    long most = lines.stream().mapToLong(line -> line.expected().most()).sum();
    return new Expected(least, most).toString();
  }

  private static String conclusion(List<Entry> entries) {
    long wrong = entries.stream().filter(entry -> !entry.finding().isAsExpected()).count();
    if (wrong > 0) {
      return wrong == 1
          ? "One scenario is not as expected: see PROBLEM above."
          : wrong + " scenarios are not as expected: see PROBLEM above.";
    }
    boolean leaks = entries.stream().anyMatch(entry -> !entry.finding().lines().isEmpty());
    return leaks
        ? "Every leak was named by its line, by what it waits on and by a verdict;"
            + " nothing else was accused."
        : "Nothing leaks threads here, and nothing was named.";
  }

  private static String calls(Tally tally) {
    StringBuilder text = new StringBuilder(number(tally.calls()));
    if (tally.disconnects() > 0) {
      text.append(" (").append(number(tally.disconnects())).append(" hung up)");
    }
    if (tally.failures() > 0) {
      text.append(" (").append(number(tally.failures())).append(" failed)");
    }
    return text.toString();
  }

  private static String threads(int count) {
    return count == 1 ? "1 thread" : count + " threads";
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private void print(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
