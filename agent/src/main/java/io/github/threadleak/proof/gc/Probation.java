package io.github.threadleak.proof.gc;

import io.github.threadleak.census.Reconciler;
import io.github.threadleak.jvm.Continuations;
import io.github.threadleak.jvm.FinalReferences;
import io.github.threadleak.jvm.GarbageCollector;
import io.github.threadleak.jvm.Threads;
import io.github.threadleak.jvm.Untracked;
import io.github.threadleak.site.Frame;
import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.ThreadName;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The threads that are left to the collector to find, each under a {@link Guard}. What comes back
 * twice is proven: after the first time a finalizer may still wake the thread, and what is found
 * unreachable along with its finalizer is reachable from that one until it has run. A thread that
 * wakes up goes back to where it was. Safe for use by many threads.
 */
final class Probation {
  /** Guards of a site that keep the stack for a thread that will not come back. */
  private static final int STACKS = 4;

  private static final int RETURNS_THAT_PROVE = 2;

  private final GarbageCollector collector;
  private final FinalReferences references;
  private final Continuations continuations;
  private final Untracked untracked;
  private final Reconciler reconciler;
  private final boolean recover;
  private final Verdicts verdicts;
  private final ReferenceQueue<Object> queue = new ReferenceQueue<>();

  // Guarded by this.
  private final Map<Reference<?>, Guard> guards = new HashMap<>();
  private final Map<Long, Guard> byId = new HashMap<>();
  private final Map<Site, Integer> bySite = new HashMap<>();
  private boolean closed;

  /** Told what becomes of threads; must not call back. */
  interface Verdicts {
    void proven(Guard guard, List<Frame> stack);

    /** The collector has taken a thread that was proven. */
    void gone(Guard guard);

    /** A whole collection found a way to it. */
    void reachable(Guard guard);
  }

  Probation(
      GarbageCollector collector,
      FinalReferences references,
      Continuations continuations,
      Untracked untracked,
      Reconciler reconciler,
      boolean recover,
      Verdicts verdicts) {
    this.collector = collector;
    this.references = references;
    this.continuations = continuations;
    this.untracked = untracked;
    this.reconciler = reconciler;
    this.recover = recover;
    this.verdicts = verdicts;
  }

  /** Threads on probation of that site. */
  synchronized int of(Site site) {
    return bySite.getOrDefault(site, 0);
  }

  /** Threads on probation, those that are let go among them. */
  synchronized int size() {
    return guards.size();
  }

  /** Threads on probation of which nothing is decided. */
  synchronized int waiting() {
    int waiting = 0;
    for (Guard guard : guards.values()) {
      waiting += guard.letGo ? 0 : 1;
    }
    return waiting;
  }

  /** Sets a guard over a thread, which stays tracked for now. */
  synchronized void admit(Thread thread, Site site, Collections now) {
    long id = Threads.id(thread);
    if (closed || byId.containsKey(id)) {
      return;
    }
    boolean keepsStack = !collector.handsBack() && of(site) < STACKS;
    Guard guard =
        new Guard(
            new ThreadName(id, thread.getName()),
            site,
            keepsStack ? stackOf(thread) : List.of(),
            new WeakReference<>(thread),
            trapFor(thread),
            now);
    guards.put(guard.trap, guard);
    byId.put(id, guard);
    bySite.merge(site, 1, Integer::sum);
  }

  /**
   * Takes what keeps the guarded threads alive away from them.
   *
   * @param tenuredOnly leaves those alone that a concurrent collection could not return yet
   * @return how many could not be exposed, since somebody is looking at all threads
   */
  synchronized int expose(boolean tenuredOnly) {
    Collections now = Collections.of(collector);
    List<Guard> exposed = new ArrayList<>();
    int left = 0;
    for (Guard guard : guards.values()) {
      if (guard.exposed || (tenuredOnly && !guard.since.isTenured(now, collector))) {
        continue;
      }
      Thread thread = guard.thread.get();
      if (thread == null) {
        continue; // it is on its way through the queue
      }
      if (!untracked.takeOut(thread) && untracked.isTracked(thread)) {
        left++;
        continue;
      }
      guard.exposed = true;
      exposed.add(guard);
    }
    if (!exposed.isEmpty()) {
      Collections after = Collections.of(collector); // one that ran in between says nothing
      exposed.forEach(guard -> guard.since = after);
    }
    return left;
  }

  /** Waits so long for the first of what the collector has enqueued, and takes in all of it. */
  void harvest(long millis) throws InterruptedException {
    for (Reference<?> trap = queue.remove(millis); trap != null; trap = queue.poll()) {
      take(trap);
    }
  }

  private synchronized void take(Reference<?> trap) {
    Guard guard = guards.remove(trap);
    if (guard == null) {
      return;
    }
    if (trap instanceof PhantomReference) {
      drop(guard);
      untracked.forget(guard.id());
      boolean wasAlive = reconciler.collected(guard.id());
      if (wasAlive && !guard.letGo) {
        verdicts.proven(guard, guard.stack);
      }
      if (wasAlive || guard.letGo) {
        verdicts.gone(guard);
      }
      return;
    }
    Thread thread = (Thread) trap.get();
    trap.clear();
    if (thread != null) {
      takeBack(guard, thread);
    }
  }

  private void takeBack(Guard guard, Thread thread) {
    untracked.found(thread);
    guard.thread = new WeakReference<>(thread);
    if (closed || !isWaiting(thread)) {
      drop(guard);
      untracked.putBack(thread);
      return;
    }
    // Whoever runs in between may make a new finalizer, which two more collections would tell of.
    int chunk = System.identityHashCode(continuations.tail(thread));
    guard.returns = guard.returns > 0 && guard.chunk == chunk ? guard.returns + 1 : 1;
    guard.chunk = chunk;
    if (guard.returns >= RETURNS_THAT_PROVE) {
      verdicts.proven(guard, stackOf(thread));
      if (!recover) {
        drop(guard);
        untracked.putBack(thread);
        return;
      }
      guard.letGo = true;
    }
    guard.trap = guard.letGo ? new PhantomReference<>(thread, queue) : trapFor(thread);
    guard.since = Collections.of(collector); // no sooner than the trap is set
    guards.put(guard.trap, guard);
  }

  /** Puts those back that have been woken, and those that the collector must have found alive. */
  synchronized void watch() {
    Collections now = Collections.of(collector);
    for (Guard guard : new ArrayList<>(guards.values())) {
      Thread thread = guard.thread.get();
      if (thread == null) {
        continue;
      }
      if (!isWaiting(thread)) {
        release(guard, thread);
      } else if (guard.exposed && !guard.letGo && guard.since.isOver(now, collector)) {
        release(guard, thread);
        verdicts.reachable(guard);
      }
    }
  }

  /** Whether the collector has found something that has not come through the queue yet. */
  synchronized boolean isOwed() {
    for (Guard guard : guards.values()) {
      if (guard.thread.refersTo(null)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Puts all back that are not let go.
   *
   * @param tell that the collector found them alive
   * @return those it found alive
   */
  synchronized List<Guard> releaseAll(boolean tell) {
    List<Guard> alive = new ArrayList<>();
    for (Guard guard : new ArrayList<>(guards.values())) {
      Thread thread = guard.letGo ? null : guard.thread.get();
      if (thread != null) {
        release(guard, thread);
        if (tell && guard.exposed) {
          verdicts.reachable(guard);
          alive.add(guard);
        }
      }
    }
    return alive;
  }

  /** Puts every thread back for good, those that were to be let go too. */
  synchronized void close() {
    closed = true;
    for (Guard guard : new ArrayList<>(guards.values())) {
      guard.letGo = false;
    }
    releaseAll(false);
  }

  private void release(Guard guard, Thread thread) {
    guards.remove(guard.trap);
    drop(guard);
    untracked.putBack(thread);
  }

  private void drop(Guard guard) {
    byId.remove(guard.id());
    bySite.computeIfPresent(guard.site, (site, count) -> count == 1 ? null : count - 1);
  }

  private Reference<Object> trapFor(Thread thread) {
    return collector.handsBack()
        ? references.to(thread, queue)
        : new PhantomReference<>(thread, queue);
  }

  private static boolean isWaiting(Thread thread) {
    return Threads.state(thread) == Thread.State.WAITING;
  }

  private static List<Frame> stackOf(Thread thread) {
    List<Frame> frames = new ArrayList<>();
    for (StackTraceElement element : Threads.stackTrace(thread)) {
      frames.add(Frame.of(element));
    }
    return List.copyOf(frames);
  }
}
