package io.github.threadleak.proof.heap;

import java.util.function.LongConsumer;

/**
 * The roots of a dump. Those of a thread's stack lie together in the file and stay there; kept is
 * where they begin and end.
 */
final class Roots {
  /** Takes one reference of a stack. {@code frame} counts from the top; -1 where it is in none. */
  interface FrameVisitor {
    void reference(int frame, long id);
  }

  private final MappedFile file;
  private final Walk walk;

  /** Roots that are held by no thread's stack. */
  private final Longs global = new Longs();

  private final Longs threadObjects = new Longs();
  private final Longs threadSerials = new Longs();
  private final Longs threadTraces = new Longs();

  // A run of records for one stack: from, to, the thread's earlier run.
  private final Longs runFrom = new Longs();
  private final Longs runTo = new Longs();
  private final Longs runBefore = new Longs();
  private final LongMap lastRunOf = new LongMap();
  private long openSerial = -1;
  private long openEnd = -1;

  Roots(MappedFile file, Walk walk) {
    this.file = file;
    this.walk = walk;
  }

  void add(int tag, long at) {
    int id = walk.idSize;
    switch (tag) {
      case Walk.ROOT_THREAD_OBJECT -> {
        threadObjects.add(walk.id(at + 1));
        threadSerials.add(file.u4(at + 1 + id));
        threadTraces.add(file.u4(at + 5 + id));
      }
      case Walk.ROOT_JNI_LOCAL, Walk.ROOT_JAVA_FRAME -> stack(at, 1 + id + 8);
      case Walk.ROOT_NATIVE_STACK, Walk.ROOT_THREAD_BLOCK -> stack(at, 1 + id + 4);
      case Walk.ROOT_MONITOR_USED -> {
        // that somebody is in a monitor does not make it reachable
      }
      default -> global.add(walk.id(at + 1));
    }
  }

  private void stack(long at, int length) {
    long serial = file.u4(at + 1 + walk.idSize);
    if (serial == openSerial && at == openEnd) {
      runTo.set(runTo.size() - 1, at + length);
    } else {
      long before = lastRunOf.get(serial);
      lastRunOf.put(serial, runFrom.size());
      runFrom.add(at);
      runTo.add(at + length);
      runBefore.add(before == LongMap.NONE ? -1 : before);
      openSerial = serial;
    }
    openEnd = at + length;
  }

  int threads() {
    return threadObjects.size();
  }

  long threadObject(int thread) {
    return threadObjects.get(thread);
  }

  long threadSerial(int thread) {
    return threadSerials.get(thread);
  }

  long threadTrace(int thread) {
    return threadTraces.get(thread);
  }

  /** Passes on what no stack holds. */
  void forEachGlobal(LongConsumer each) {
    for (int i = 0; i < global.size(); i++) {
      each.accept(global.get(i));
    }
  }

  /** Passes on what stacks hold whose thread has no object in the dump. */
  void forEachOrphan(LongMap knownSerials, LongConsumer each) {
    for (int run = 0; run < runFrom.size(); run++) {
      if (knownSerials.get(file.u4(runFrom.get(run) + 1 + walk.idSize)) == LongMap.NONE) {
        visitRun(run, (frame, id) -> each.accept(id));
      }
    }
  }

  /** Passes on what a thread's stack holds. */
  void forEachOf(long serial, FrameVisitor visitor) {
    long run = lastRunOf.get(serial);
    while (run >= 0) {
      visitRun((int) run, visitor);
      run = runBefore.get((int) run);
    }
  }

  private void visitRun(int run, FrameVisitor visitor) {
    int id = walk.idSize;
    long at = runFrom.get(run);
    long to = runTo.get(run);
    while (at < to) {
      int tag = file.u1(at);
      boolean framed = tag == Walk.ROOT_JAVA_FRAME || tag == Walk.ROOT_JNI_LOCAL;
      visitor.reference(framed ? file.i4(at + 5 + id) : -1, walk.id(at + 1));
      at += framed ? 1 + id + 8 : 1 + id + 4;
    }
  }
}
