package io.github.threadleak.proof.gc;

import io.github.threadleak.site.Frame;
import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.ThreadName;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.List;

/**
 * Stands over one thread on probation and tells when the collector has found no way to it. It must
 * never hold the thread: that would be a way. Guarded by {@link Probation}.
 */
final class Guard {
  final ThreadName name;
  final Site site;

  /** Its stack when probation began, where the collector will not give the thread itself back. */
  final List<Frame> stack;

  /** Cleared by the same collection that enqueues the trap. */
  WeakReference<Thread> thread;

  /**
   * What the collector enqueues: a final reference, or a phantom one for a thread that is let go.
   */
  Reference<Object> trap;

  /** Whether nothing of the JDK's or the agent's leads to the thread any more. */
  boolean exposed;

  /** Whether it is proven, and nobody will put it back. */
  boolean letGo;

  /** How often the collector has given it back. */
  int returns;

  /** The identity of the chunk with its frames when it was last given back. */
  int chunk;

  /** The collector's counts when it was admitted, and again when it was exposed. */
  Collections since;

  Guard(
      ThreadName name,
      Site site,
      List<Frame> stack,
      WeakReference<Thread> thread,
      Reference<Object> trap,
      Collections since) {
    this.name = name;
    this.site = site;
    this.stack = stack;
    this.thread = thread;
    this.trap = trap;
    this.since = since;
  }

  long id() {
    return name.threadId();
  }
}
