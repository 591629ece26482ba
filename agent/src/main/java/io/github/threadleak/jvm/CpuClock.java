package io.github.threadleak.jvm;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * Processor time of the thread that asks; wall time where the JVM does not keep that, or in a
 * run-time image without java.management. Not to be made before that module may be touched. For one
 * thread.
 */
public final class CpuClock {
  private final @Nullable ThreadMXBean threads = find();

  private static @Nullable ThreadMXBean find() {
    try {
      ThreadMXBean found = ManagementFactory.getThreadMXBean();
      return found.isCurrentThreadCpuTimeSupported() && found.isThreadCpuTimeEnabled()
          ? found
          : null;
    } catch (LinkageError noJavaManagement) {
      return null;
    }
  }

  /** Nanoseconds from some point in time on. */
  public long nanos() {
    return threads == null ? System.nanoTime() : threads.getCurrentThreadCpuTime();
  }
}
