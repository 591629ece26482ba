package io.github.threadleak.proof.gc;

import io.github.threadleak.jvm.FinalReferences;
import io.github.threadleak.jvm.GarbageCollector;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/**
 * Tries on an object of the agent's own what is to be done to the application's threads: a
 * collector that did not hand back what it should would lose them. Safe for use by many threads.
 */
final class SelfTest {
  private static final long PATIENCE_MILLIS = 5_000;

  private final GarbageCollector collector;
  private final ReferenceQueue<Object> queue = new ReferenceQueue<>();
  private final Reference<Object> canary;

  // Guarded by this.
  private boolean passed;
  private boolean canForce;

  SelfTest(GarbageCollector collector, FinalReferences references) {
    this.collector = collector;
    canary = references.to(new Object(), queue);
    passed = !collector.handsBack(); // there, threads come back by no reference at all
  }

  /** Whether the collector has handed the object back by now. */
  synchronized boolean hasPassed() {
    // Nothing but the canary is ever enqueued there.
    if (!passed && queue.poll() != null) {
      passed = canary.get() != null;
    }
    return passed;
  }

  /** Why collections cannot be forced, or do not do what they should; null where all is well. */
  synchronized @Nullable String whyNotByForce() throws InterruptedException {
    if (canForce) {
      return null;
    }
    Collections before = Collections.of(collector);
    System.gc();
    Collections after = Collections.of(collector);
    if (after.full() == before.full()) {
      return after.whole() > before.whole()
          ? "System.gc() runs a concurrent cycle in this JVM (-XX:+ExplicitGCInvokesConcurrent),"
              + " and G1 tells of a thread by full collections only"
          : "System.gc() does nothing in this JVM (-XX:+DisableExplicitGC)";
    }
    if (!hasPassed()) {
      passed = queue.remove(PATIENCE_MILLIS) != null && canary.get() != null;
    }
    canForce = passed;
    return passed ? null : "a full collection did not hand back what nothing referred to";
  }
}
