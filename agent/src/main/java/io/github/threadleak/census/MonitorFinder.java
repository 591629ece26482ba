package io.github.threadleak.census;

import io.github.threadleak.jvm.Monitors;
import io.github.threadleak.site.Frame;
import io.github.threadleak.snapshot.Kind;
import java.util.List;

/**
 * Asks the JDK for the monitor that a thread is at where nothing else names it: that of a virtual
 * thread, or one that a virtual thread holds. An answer costs tens of microseconds, so only so many
 * threads of a look are asked. For one thread.
 */
final class MonitorFinder {
  private final Monitors monitors;
  private int left;

  MonitorFinder(Monitors monitors, int most) {
    this.monitors = monitors;
    left = monitors.areVisible() ? most : 0;
  }

  /** Fills in the monitor; false where the thread is at none, or none was found. */
  boolean find(Seen seen, List<Frame> stack) {
    boolean unnamed =
        seen.blockerClass == null
            && (seen.state == Thread.State.BLOCKED
                || (seen.kind == Kind.VIRTUAL && waits(seen.state, stack)));
    if (!unnamed || left <= 0) {
      return false;
    }
    left--;
    Object monitor = monitors.waitedFor(seen.thread);
    if (monitor == null) {
      return false;
    }
    seen.blocker = monitor;
    seen.blockerClass = monitor.getClass().getName();
    seen.identity = System.identityHashCode(monitor);
    return true;
  }

  /** In Object.wait. */
  private static boolean waits(Thread.State state, List<Frame> stack) {
    return (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)
        && !stack.isEmpty()
        && stack.get(0).className().equals("java.lang.Object");
  }
}
