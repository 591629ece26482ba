package io.github.threadleak.jvm;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * The garbage collector of this JVM, told by the names of its MXBeans: whether it hands a parked
 * virtual thread back, and how often it has collected. Asks java.management, so not to be made
 * before that may be touched. Safe for use by many threads.
 */
public enum GarbageCollector {
  SERIAL("Serial", true, 1, "MarkSweepCompact", ""),
  PARALLEL("Parallel", true, 1, "PS MarkSweep", ""),
  /** Each concurrent cycle counts two pauses; the one under way proves nothing. */
  G1("G1", true, 4, "G1 Old Generation", "G1 Concurrent GC"),
  Z("ZGC", false, 2, "ZGC Cycles", "ZGC Major Cycles"),
  SHENANDOAH("Shenandoah", false, 2, "Shenandoah Cycles", "");

  private final String words;
  private final boolean handsBack;
  private final int enough;

  /** The names of the MXBeans that count collections of all of the heap; empty for none. */
  private final String first;

  private final String second;

  GarbageCollector(String words, boolean handsBack, int enough, String first, String second) {
    this.words = words;
    this.handsBack = handsBack;
    this.enough = enough;
    this.first = first;
    this.second = second;
  }

  /** The collector in use; null for one that is not known. */
  public static @Nullable GarbageCollector ofThisJvm() {
    try {
      for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
        for (GarbageCollector collector : values()) {
          if (collector.countsWhole(bean)) {
            return collector;
          }
        }
      }
    } catch (LinkageError noJavaManagement) {
      // then it is not known
    }
    return null;
  }

  /** Its name as people say it. */
  public String words() {
    return words;
  }

  /**
   * True where a FinalReference to a parked virtual thread is enqueued. ZGC and Shenandoah mark the
   * frames of such a thread strongly on behalf of the reference, and the frames hold the thread; a
   * phantom reference is cleared there like any other.
   */
  public boolean handsBack() {
    return handsBack;
  }

  /**
   * Counts of whole collections, those of the old generation included, that lie between two calls
   * if one of them began and ended in between.
   */
  public int enough() {
    return enough;
  }

  /** Collections of all of the heap up to now. */
  public long wholeCollections() {
    return count(first) + count(second);
  }

  /** Full collections, which stop the application, of G1; {@link #wholeCollections} elsewhere. */
  public long fullCollections() {
    return this == G1 ? count(first) : wholeCollections();
  }

  /** Collections of the young generation alone; 0 where there are none. */
  public long youngCollections() {
    long count = 0;
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (!countsWhole(bean) && bean.getName().indexOf("Pauses") < 0) {
        count += Math.max(0, bean.getCollectionCount());
      }
    }
    return count;
  }

  private boolean countsWhole(GarbageCollectorMXBean bean) {
    return bean.getName().equals(first) || bean.getName().equals(second);
  }

  private static long count(String name) {
    long count = 0;
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (bean.getName().equals(name)) {
        count += Math.max(0, bean.getCollectionCount());
      }
    }
    return count;
  }
}
