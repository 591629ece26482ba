package io.github.threadleak.proof.gc;

import io.github.threadleak.jvm.GarbageCollector;

/**
 * How often a collector had collected at some moment. Immutable.
 *
 * @param young collections of the young generation
 * @param full collections that look at all of the heap while the application stands still
 * @param whole collections that look at all of the heap, however they do it
 */
record Collections(long young, long full, long whole) {
  /** An object is tenured once it has lived through this many young collections. */
  private static final int TENURED = 16;

  static Collections of(GarbageCollector collector) {
    return new Collections(
        collector.youngCollections(), collector.fullCollections(), collector.wholeCollections());
  }

  /**
   * Whether a guard that was made then is in the old generation now. A concurrent cycle of G1 takes
   * a reference in a young region for a strong one.
   */
  boolean isTenured(Collections now, GarbageCollector collector) {
    return collector != GarbageCollector.G1 || now.young - young >= TENURED || now.full > full;
  }

  /** Whether a collection of all of the heap has begun and ended between then and now. */
  boolean isOver(Collections now, GarbageCollector collector) {
    return (collector.handsBack() && now.full > full) || now.whole - whole >= collector.enough();
  }
}
