package io.github.threadleak.demo.runner;

import io.github.threadleak.demo.LeakSite;
import io.github.threadleak.demo.Wait;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what the agent says that threads wait on with what their scenario makes them wait on.
 */
final class WaitCheck {
  private final LeakSite site;
  private final List<ThreadDump.Group> groups;

  private WaitCheck(LeakSite site, List<ThreadDump.Group> groups) {
    this.site = site;
    this.groups = groups;
  }

  /** What is wrong with the groups of one leaking line, each a sentence; empty if nothing is. */
  static List<String> problems(LeakSite site, List<ThreadDump.Group> groups) {
    return new WaitCheck(site, groups).problems();
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (ThreadDump.Group group : groups) {
      String seen = said(group);
      if (!seen.equals(expected())) {
        problems.add(
            "expected "
                + expected()
                + ", but "
                + group.count()
                + " threads are in "
                + seen
                + " at "
                + site);
      }
    }
    if (problems.isEmpty() && !isSharedAsExpected()) {
      problems.add(
          "expected "
              + inWords(site.waits().sharing())
              + ", seen "
              + objects()
              + " for "
              + threads()
              + " threads at "
              + site);
    }
    return problems;
  }

  private String expected() {
    Wait waits = site.waits();
    return waits.reason()
        + waits.blocker().map(type -> " on " + type.getName()).orElse("")
        + waits.pool().map(type -> " of an open, idle " + type.getName()).orElse("");
  }

  private static String said(ThreadDump.Group group) {
    return group.reason()
        + group.blocker().map(blocker -> " on " + blocker.type()).orElse("")
        + group.pool().map(WaitCheck::said).orElse("");
  }

  private static String said(ThreadDump.Pool pool) {
    String open = pool.shutdown().orElse(false) ? "a shut down" : "an open";
    String idle = pool.idle().orElse(false) ? "idle" : "busy";
    return " of " + open + ", " + idle + " " + pool.type();
  }

  private boolean isSharedAsExpected() {
    return switch (site.waits().sharing()) {
      case ONE_FOR_ALL -> identities() == 1 && sharers() == threads();
      case ONE_A_REQUEST -> objects() >= Math.min(2, threads()) && objects() <= threads();
      case ONE_A_THREAD -> objects() == threads() || (isMore() && objects() < threads());
      case NONE -> true;
    };
  }

  private long threads() {
    return groups.stream().mapToLong(ThreadDump.Group::count).sum();
  }

  private long objects() {
    return blockers().stream().mapToLong(ThreadDump.Blocker::objects).sum();
  }

  private boolean isMore() {
    return blockers().stream().anyMatch(ThreadDump.Blocker::moreObjects);
  }

  private long identities() {
    return blockers().stream().map(ThreadDump.Blocker::identity).distinct().count();
  }

  private long sharers() {
    return blockers().stream().mapToLong(blocker -> blocker.shared().orElse(0)).sum();
  }

  private List<ThreadDump.Blocker> blockers() {
    return groups.stream().flatMap(group -> group.blocker().stream()).toList();
  }

  private static String inWords(Wait.Sharing sharing) {
    return switch (sharing) {
      case ONE_FOR_ALL -> "one object for all";
      case ONE_A_REQUEST -> "one object for each request";
      case ONE_A_THREAD -> "one object for each thread";
      case NONE -> "no object";
    };
  }
}
