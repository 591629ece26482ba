package program;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Time and processor time of the whole process from its start on. */
final class Meter {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final long cpu = SYSTEM.getProcessCpuTime();
  private final long start = System.nanoTime();

  private Meter() {}

  static Meter start() {
    return new Meter();
  }

  /** Tells nanoseconds for each of so many operations: {@code wall} and {@code cpu}. */
  void tellEach(long operations) {
    long wall = System.nanoTime() - start;
    long used = SYSTEM.getProcessCpuTime() - cpu;
    tell("wall", wall / (double) operations);
    tell("cpu", used / (double) operations);
  }

  /** How the harness is told a figure. */
  static void tell(String figure, double value) {
    System.out.println("figure " + figure + " " + value);
  }
}
