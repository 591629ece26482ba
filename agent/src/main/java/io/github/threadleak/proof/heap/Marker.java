package io.github.threadleak.proof.heap;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Marks what is reachable, and tells of each watched object that becomes so. Strong and soft
 * references are followed, and those to objects that wait for their finalizer; weak ones are
 * remembered, for those who ask later.
 *
 * <p>An object leads to its class, a class to its loader and what its static fields refer to, a
 * loader to the classes that it has defined: the JVM keeps those, whatever the fields say.
 */
final class Marker {
  /** Elements of one array that are looked at in one go, so that a large one fills no stack. */
  private static final int SLICE = 4096;

  /** Is told of a watched object, once. */
  interface Watcher {
    void reached(int object);
  }

  private final Heap heap;
  private final MappedFile file;
  private final int idSize;
  private final Walk walk;
  private final BitSet marked;
  private final BitSet watched;
  private final Watcher watcher;
  private final Ints stack = new Ints();
  private final Longs slices = new Longs();
  private final Longs weak = new Longs();
  private boolean cutting = true;
  private boolean followingWeak;

  Marker(Heap heap, BitSet watched, Watcher watcher) {
    this.heap = heap;
    this.file = heap.file;
    this.walk = heap.walk;
    this.idSize = heap.walk.idSize;
    this.marked = new BitSet(heap.index.size());
    this.watched = watched;
    this.watcher = watcher;
  }

  /** Follows every reference there is, weak ones and those of the JDK's own lists too. */
  void followEverything() {
    cutting = false;
    followingWeak = true;
  }

  boolean isMarked(long id) {
    int number = heap.index.numberOf(id);
    return number >= 0 && marked.get(number);
  }

  int nextUnmarked(int from) {
    return marked.nextClearBit(from);
  }

  /** Marks an object; what it leads to is marked by {@link #run}. */
  void mark(long id) {
    if (id == 0) {
      return;
    }
    int number = heap.index.numberOf(id);
    if (number >= 0) {
      markNumber(number);
    }
  }

  void markNumber(int number) {
    if (!marked.get(number)) {
      marked.set(number);
      stack.add(number);
      if (watched.get(number)) {
        watcher.reached(number);
      }
    }
  }

  /** From here on what is held weakly counts as held. */
  void followWeak() {
    followingWeak = true;
    while (!weak.isEmpty()) {
      mark(weak.pop());
    }
  }

  /** Marks all that the marked objects lead to. */
  void run() {
    while (true) {
      while (!stack.isEmpty()) {
        visit(heap.index.positionOf(stack.pop()));
      }
      if (slices.isEmpty()) {
        return;
      }
      long to = slices.pop();
      long from = slices.pop();
      slice(from, to);
    }
  }

  private void visit(long at) {
    switch (file.u1(at)) {
      case Walk.INSTANCE_DUMP -> instance(at);
      case Walk.OBJECT_ARRAY_DUMP -> {
        mark(walk.id(at + 9 + idSize));
        long elements = at + 9 + 2L * idSize;
        slice(elements, elements + file.u4(at + 5 + idSize) * idSize);
      }
      case Walk.CLASS_DUMP -> type(heap.classes.of(walk.id(at + 1)));
      default -> {
        // numbers lead nowhere
      }
    }
  }

  private void slice(long from, long to) {
    long end = Math.min(to, from + (long) SLICE * idSize);
    if (end < to) {
      slices.add(end);
      slices.add(to);
    }
    for (long at = from; at < end; at += idSize) {
      mark(walk.id(at));
    }
  }

  private void instance(long at) {
    HeapClass type = heap.classes.of(walk.id(at + 5 + idSize));
    if (type == null) {
      return;
    }
    mark(type.id);
    if (type.way == HeapClass.Way.AGENT && cutting) {
      return;
    }
    long values = at + 9 + 2L * idSize;
    for (int offset : type.references) {
      mark(walk.id(values + offset));
    }
    if (type.referent >= 0) {
      referent(type, walk.id(values + type.referent));
    }
    if (type.loads) {
      for (HeapClass defined : heap.classes.definedBy(walk.id(at + 1))) {
        mark(defined.id);
      }
    }
    if (!cutting) {
      for (int offset : type.cut) {
        mark(walk.id(values + offset));
      }
    }
  }

  private void referent(HeapClass type, long referent) {
    boolean weakly = type.way == HeapClass.Way.WEAK;
    if (!cutting || (weakly && followingWeak)) {
      mark(referent);
    } else if (weakly && referent != 0 && !isMarked(referent)) {
      weak.add(referent);
    }
  }

  private void type(@Nullable HeapClass type) {
    if (type == null) {
      return;
    }
    mark(type.superId);
    mark(type.loaderId);
    if (cutting && heap.classes.isOfAgent(type)) {
      return;
    }
    for (long other : type.otherReferences) {
      mark(other);
    }
    for (HeapClass.Static field : type.statics) {
      if (field.type() == Walk.Type.OBJECT
          && !(cutting && Cuts.staticField(type.name, field.name()))) {
        mark(walk.id(field.at()));
      }
    }
  }
}
