package io.github.threadleak.jvm;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;

/**
 * What collections mean for the chunk of a parked virtual thread's frames. HotSpot puts the frames
 * of a thread that parks again into the same chunk, until a collection has visited that chunk; from
 * then on the next park makes a new one. On ZGC and Shenandoah every park makes a new one. Seen on
 * 21 and 25. For one thread.
 */
public final class CollectionWatch {
  private final boolean everyParkIsNew;
  private WeakReference<Object> canary = new WeakReference<>(new Object());

  /** Asks java.management for the collectors' names, so not to be made before it may be touched. */
  public CollectionWatch() {
    everyParkIsNew = isConcurrentCopying();
  }

  private static boolean isConcurrentCopying() {
    try {
      for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
        String name = collector.getName();
        if (name.startsWith("ZGC") || name.startsWith("Shenandoah")) {
          return true;
        }
      }
    } catch (LinkageError noJavaManagement) {
      // unknown: then a collection must have been seen
    }
    return false;
  }

  /** True where an unchanged chunk alone shows that the thread has not run. */
  public boolean everyParkIsNew() {
    return everyParkIsNew;
  }

  /** True when the young generation was collected after the last {@link #startOver}. */
  public boolean collected() {
    return canary.refersTo(null);
  }

  /** To be called when all chunks have been looked at. */
  public void startOver() {
    canary = new WeakReference<>(new Object());
  }
}
