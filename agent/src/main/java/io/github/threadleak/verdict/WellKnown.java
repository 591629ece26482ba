package io.github.threadleak.verdict;

import io.github.threadleak.verdict.Exemption.From;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Threads that are meant to live for ever. A name that ends in {@code *} stands for all that begin
 * so. Kept short: what the rules do not accuse anyway (waits for work, selectors, sleeps, timed
 * parks) needs no entry but for the explanation.
 */
final class WellKnown {
  private WellKnown() {}

  /**
   * @param name of the thread, or class and method of the culprit frame
   */
  private record Entry(String name, Exemption exemption) {
    boolean fits(String text) {
      return name.endsWith("*")
          ? text.startsWith(name.substring(0, name.length() - 1))
          : text.equals(name);
    }
  }

  private static final List<Entry> NAMES = new ArrayList<>();
  private static final List<Entry> CULPRITS = new ArrayList<>();

  static {
    jvm("hands references that the collector has cleared to their queues", "Reference Handler");
    jvm("runs finalizers", "Finalizer");
    jvm("runs the JDK's cleaning actions", "Common-Cleaner");
    jvm("handles signals", "Signal Dispatcher");
    jvm("answers those who attach to the JVM", "Attach Listener");
    jvm("does the JVM's own service work", "Service Thread", "Monitor Deflation Thread");
    jvm("delivers the JVM's notifications", "Notification Thread");
    jvm("compiles", "C1 CompilerThread*", "C2 CompilerThread*");
    jvm("waits for the application to end, after main has returned", "DestroyJavaVM");
    jvm("waits for child processes to end", "process reaper*");
    jvm("asks for collections on behalf of RMI", "GC Daemon");
    jvm("frees what Java2D has allocated", "Java2D Disposer");
    jvm(
        "serves remote calls, a daemon that waits for the next",
        "RMI Reaper",
        "RMI Scheduler(*",
        "JMX server connection timeout *");
    jvm("watches file systems", "FileSystemWatchService");
    jvm(
        "runs or wakes virtual threads",
        "VirtualThread-unparker*",
        "Read-Poller*",
        "Write-Poller*",
        "MasterPoller");
    jvm("runs the delays of CompletableFuture", "CompletableFutureDelayScheduler");
    jvm("a worker of the common pool", "ForkJoinPool.commonPool-worker-*");
    jvm("part of this agent", "threadleak-*");

    made("carries virtual threads", "java.lang.VirtualThread.*");
    library(
        "a helper of c3p0, one of a few that wait for work on a monitor",
        "com.mchange.v2.async.ThreadPoolAsynchronousRunner*");
    library(
        "consumes a ring buffer, and waits for events on a condition until it is halted",
        "com.lmax.disruptor.dsl.BasicExecutor.*");
  }

  private static void jvm(String why, String... names) {
    add(NAMES, new Exemption(why, From.STUCK_AND_GROWTH), names);
  }

  private static void made(String why, String... culprits) {
    add(CULPRITS, new Exemption(why, From.STUCK_AND_GROWTH), culprits);
  }

  private static void library(String why, String... culprits) {
    add(CULPRITS, new Exemption(why, From.STUCK), culprits);
  }

  private static void add(List<Entry> entries, Exemption exemption, String... names) {
    for (String name : names) {
      entries.add(new Entry(name, exemption));
    }
  }

  static @Nullable Exemption byName(String threadName) {
    return find(NAMES, threadName);
  }

  /**
   * @param culprit class and method
   */
  static @Nullable Exemption byCulprit(String culprit) {
    return find(CULPRITS, culprit);
  }

  private static @Nullable Exemption find(List<Entry> entries, String text) {
    for (Entry entry : entries) {
      if (entry.fits(text)) {
        return entry.exemption;
      }
    }
    return null;
  }
}
