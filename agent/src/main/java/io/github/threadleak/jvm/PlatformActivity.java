package io.github.threadleak.jvm;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often each platform thread has waited and been blocked, and which monitor it is at: one
 * question to the JVM for all of them, without a stack and so without a safepoint. Immutable once
 * made.
 *
 * <p>Uses java.management, which an application may want to set up first: never made before a
 * census or a request. In a run-time image without that module everything is unknown.
 */
public final class PlatformActivity {
  /** No activity is known. */
  public static final long UNKNOWN = -1;

  private final @Nullable ThreadMXBean threads;
  private final Map<Long, ThreadInfo> byId;

  private PlatformActivity(@Nullable ThreadMXBean threads, Map<Long, ThreadInfo> byId) {
    this.threads = threads;
    this.byId = byId;
  }

  /** Looks at these threads now; those that have ended are left out. */
  public static PlatformActivity of(Thread[] platform) {
    Map<Long, ThreadInfo> byId = new HashMap<>(platform.length * 2);
    try {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long[] ids = new long[platform.length];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = Threads.id(platform[i]);
      }
      for (ThreadInfo info : threads.getThreadInfo(ids, 0)) {
        if (info != null) {
          byId.put(info.getThreadId(), info);
        }
      }
      return new PlatformActivity(threads, byId);
    } catch (LinkageError noJavaManagement) {
      return new PlatformActivity(null, byId);
    }
  }

  /**
   * A number that differs once the thread has run and parked again, {@link #UNKNOWN} where there is
   * none. A thread in native code, as in a blocking read, is told by its processor time.
   */
  public long stamp(Thread platform, Thread.State state) {
    ThreadInfo info = byId.get(Threads.id(platform));
    if (info == null || threads == null) {
      return UNKNOWN;
    }
    if (state != Thread.State.RUNNABLE) {
      return info.getWaitedCount() * 31 + info.getBlockedCount();
    }
    try {
      return threads.getThreadCpuTime(Threads.id(platform));
    } catch (UnsupportedOperationException notHere) {
      return UNKNOWN;
    }
  }

  /** The identity of the monitor that a thread is at, 0 for none. */
  public int monitor(Thread platform) {
    ThreadInfo info = byId.get(Threads.id(platform));
    return info == null || info.getLockInfo() == null
        ? 0
        : info.getLockInfo().getIdentityHashCode();
  }

  /** What the JVM says that the thread waits for or is blocked at; null for nothing. */
  public @Nullable ThreadInfo info(Thread platform) {
    return byId.get(Threads.id(platform));
  }
}
