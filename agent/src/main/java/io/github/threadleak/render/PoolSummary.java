package io.github.threadleak.render;

import io.github.threadleak.site.Frame;
import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.PoolRole;
import io.github.threadleak.snapshot.PoolRow;

/**
 * A row of pools in one sentence: {@code 380 ThreadPoolExecutors from Foo.java:17, none shut down,
 * 380 idle threads}. Stateless.
 */
final class PoolSummary {
  private PoolSummary() {}

  static String of(PoolRow row) {
    StringBuilder words = new StringBuilder(whose(row));
    if (row.role() == null || row.shutdown() + row.terminated() > 0) {
      words.append(", ").append(shutdown(row));
    }
    words.append(", ").append(threads(row));
    if (row.queued() > 0) {
      words.append(", ").append(count(row.queued(), "task")).append(" queued");
    }
    return Words.plain(words.toString());
  }

  /** Why the place of construction is not known. */
  static String unknownConstruction(Site site) {
    return site.origin() == Site.Origin.OLDER
        ? "constructed before the agent"
        : site.origin() == Site.Origin.NOT_CAPTURED
            ? "construction stack not captured"
            : site.origin().words();
  }

  private static String whose(PoolRow row) {
    if (row.role() == PoolRole.COMMON_POOL) {
      return "the common pool (" + row.simpleType() + ")";
    }
    if (row.role() == PoolRole.CARRIERS) {
      return "the carriers of virtual threads (" + row.simpleType() + ")";
    }
    String pools = count(row.pools(), row.simpleType());
    Frame culprit = row.constructed().site().culprit();
    if (culprit == null) {
      return pools + ", " + unknownConstruction(row.constructed().site());
    }
    return (row.role() == PoolRole.JDK ? "the JDK's own: " : "")
        + pools
        + " from "
        + culprit.place();
  }

  private static String shutdown(PoolRow row) {
    if (row.terminated() == row.pools()) {
      return row.pools() == 1 ? "terminated" : "all terminated";
    }
    long over = row.shutdown() + row.terminated();
    if (over == row.pools()) {
      String all = row.pools() == 1 ? "shut down" : "all shut down";
      return row.terminated() == 0 ? all : all + ", " + row.terminated() + " terminated";
    }
    if (row.unread() > 0 && over == 0) {
      return "shut down or not is unknown";
    }
    if (over == 0) {
      return row.pools() == 1 ? "not shut down" : "none shut down";
    }
    return row.terminated() == 0
        ? over + " shut down"
        : over + " shut down, " + row.terminated() + " of them terminated";
  }

  private static String threads(PoolRow row) {
    long idle = row.idleThreads();
    if (row.threads() < 0) {
      return "threads unknown";
    }
    if (row.threads() == 0) {
      return "no threads";
    }
    if (idle < 0) {
      return count(row.threads(), "thread");
    }
    if (row.active() == 0) {
      return count(idle, "idle thread");
    }
    return idle == 0
        ? count(row.active(), "busy thread")
        : row.active() + " busy and " + count(idle, "idle thread");
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
