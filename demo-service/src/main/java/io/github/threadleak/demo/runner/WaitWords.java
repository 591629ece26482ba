package io.github.threadleak.demo.runner;

import java.util.Locale;

/** What the agent says of waiting threads, in words for the report. */
final class WaitWords {
  private WaitWords() {}

  static String threads(ThreadDump.Group group) {
    String detail = group.verdictDetail().isEmpty() ? "" : ": " + group.verdictDetail();
    return String.format(
        Locale.ROOT,
        "%,d %s threads, %s; verdict %s",
        group.count(),
        group.kind(),
        group.reason(),
        group.verdict() + detail);
  }

  static String blocker(ThreadDump.Group group) {
    if (group.blocker().isEmpty()) {
      return "no object";
    }
    ThreadDump.Blocker blocker = group.blocker().get();
    return blocker.type()
        + objects(blocker, group.count())
        + (blocker.owner().isEmpty() ? "" : ", owned by " + blocker.owner());
  }

  private static String objects(ThreadDump.Blocker blocker, long threads) {
    if (blocker.shared().isPresent()) {
      return String.format(
          Locale.ROOT,
          " %s, one object for %,d threads",
          blocker.identity(),
          blocker.shared().getAsLong());
    }
    return String.format(
        Locale.ROOT,
        ", %s%,d objects for %,d threads",
        blocker.moreObjects() ? "more than " : "",
        blocker.objects(),
        threads);
  }

  static String parked(ThreadDump.Group group) {
    String seen =
        group.seenParked() == group.count()
            ? "seen parked"
            : String.format(Locale.ROOT, "%,d of them seen parked", group.seenParked());
    if (group.parked().isEmpty()) {
      return group.seenParked() == 0 ? "not known for how long" : seen;
    }
    ThreadDump.Parked parked = group.parked().get();
    String least = duration(parked.minSeconds());
    String most = duration(parked.maxSeconds());
    return "for at least "
        + (least.equals(most) ? least : least + " to " + most)
        + (group.seenParked() == 0 ? "" : ", " + seen);
  }

  static String pool(ThreadDump.Pool pool) {
    return String.format(
        Locale.ROOT,
        "%,d of %s%s%s",
        pool.pools(),
        pool.type(),
        pool.shutdown().map(shutdown -> shutdown ? ", shut down" : ", not shut down").orElse(""),
        pool.idle().map(idle -> idle ? ", idle" : ", busy").orElse(""));
  }

  private static String duration(double seconds) {
    long whole = (long) seconds;
    if (whole < 60) {
      return whole + "s";
    }
    return whole < 3600
        ? whole / 60 + "m" + whole % 60 + "s"
        : whole / 3600 + "h" + whole / 60 % 60 + "m";
  }
}
