package io.github.threadleak.cli;

import io.github.threadleak.cli.Fleet.Leak;
import io.github.threadleak.cli.Fleet.Worst;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Prints what leaks in a fleet as text, a line of the table for a line of code. */
final class FleetText {
  private static final int NUMBERS = 4;
  private static final int MOST_NAMES = 3;

  private FleetText() {}

  static void print(Fleet fleet, PrintWriter out) {
    out.println(
        "%s: %s with the agent in %s, %s back from %s"
            .formatted(
                TextTable.plain(fleet.source()),
                fleet.instances() == 1 ? "1 JVM" : number(fleet.instances()) + " JVMs",
                TextTable.plain(names(fleet.jobs(), "jobs")),
                fleet.since(),
                Instant.ofEpochSecond((long) fleet.time())));
    List<Leak> leaks = fleet.leaks();
    if (leaks.isEmpty()) {
      out.println("no line leaks threads");
      return;
    }
    TextTable table =
        new TextTable(
            NUMBERS, "LEAKED", "LIVE", "GAINED", "JVMS", "VERDICT", "SITE", "JOB", "MOST ON",
            "CULPRIT");
    for (Leak leak : leaks.subList(0, Math.min(fleet.shown(), leaks.size()))) {
      table.row(row(leak));
    }
    table.print(out);
    if (leaks.size() > fleet.shown()) {
      int more = leaks.size() - fleet.shown();
      out.println("and " + more + (more == 1 ? " line" : " lines") + " more: --top");
    }
  }

  private static String[] row(Leak leak) {
    Worst worst = leak.worst();
    Long gained = leak.gained();
    return new String[] {
      leaked(leak),
      number(leak.live()),
      gained == null ? "-" : (gained < 0 ? "" : "+") + number(gained),
      number(leak.instances()) + "/" + number(leak.showing()),
      String.join(", ", leak.verdicts()),
      names(leak.sites(), "sites"),
      names(leak.jobs(), "jobs"),
      worst == null ? "-" : worst.instance() + " (" + number(worst.live()) + ")",
      leak.culprit().isEmpty() ? "others, not told apart: metrics-sites" : leak.culprit()
    };
  }

  /** Those of now; where there are none, how many there have been. */
  private static String leaked(Leak leak) {
    if (leak.leaked() > 0 || leak.mostLeaked() + leak.collected() == 0) {
      return number(leak.leaked());
    }
    return "0 (" + number(Math.max(leak.mostLeaked(), leak.collected())) + ")";
  }

  private static String names(Set<String> names, String many) {
    return names.size() > MOST_NAMES ? names.size() + " " + many : String.join(", ", names);
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
