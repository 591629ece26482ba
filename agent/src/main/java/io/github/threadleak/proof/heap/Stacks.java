package io.github.threadleak.proof.heap;

import io.github.threadleak.site.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stacks of a dump. Every thread has frame records of its own, which can be many times the rest
 * of what is kept here, so they stay in the file until they are asked for.
 */
final class Stacks {
  /** A frame, with what a renderer does not need: its class, and how many references it takes. */
  record Call(Frame frame, @Nullable HeapClass type, int referenceParameters) {
    boolean isIn(String className) {
      return frame.className().equals(className);
    }
  }

  private record Key(long type, long method, long signature, int line) {}

  private final MappedFile file;
  private final Walk walk;
  private final Names names;
  private final ClassTable classes;

  /** Runs of frame records that lie one behind the other and have successive identifiers. */
  private final Longs runIds = new Longs();

  private final Longs runPlaces = new Longs();
  private final LongMap runOf = new LongMap();
  private final int recordSize;
  private long expectedId = Long.MIN_VALUE;
  private long expectedPlace = Long.MIN_VALUE;
  private boolean sorted = true;

  private final LongMap traces = new LongMap();
  private final Map<Key, Call> calls = new HashMap<>();

  Stacks(MappedFile file, Walk walk, Names names, ClassTable classes) {
    this.file = file;
    this.walk = walk;
    this.names = names;
    this.classes = classes;
    this.recordSize = 9 + 4 * walk.idSize + 8;
  }

  /** A frame: its id, ids of method, signature and source file, u4 class serial, i4 line. */
  void frame(long at) {
    long id = walk.id(at);
    if (id != expectedId || at != expectedPlace) {
      sorted &= runIds.isEmpty() || id > runIds.get(runIds.size() - 1);
      runOf.put(id, runIds.size());
      runIds.add(id);
      runPlaces.add(at);
    }
    expectedId = id + 1;
    expectedPlace = at + recordSize;
  }

  /** A trace: u4 serial, u4 thread serial, u4 number of frames, ids of frames. */
  void trace(long at) {
    traces.put(file.u4(at), at);
  }

  /** The frames of a trace, top first; empty where the dump has none. */
  List<Call> of(long traceSerial) {
    long at = traces.get(traceSerial);
    if (at == LongMap.NONE) {
      return List.of();
    }
    int depth = depth(traceSerial);
    List<Call> stack = new ArrayList<>(depth);
    for (int i = 0; i < depth; i++) {
      long place = placeOf(walk.id(at + 12 + (long) i * walk.idSize));
      if (place >= 0) {
        stack.add(callAt(place));
      }
    }
    return stack;
  }

  /** How many frames a trace has. */
  int depth(long traceSerial) {
    long at = traces.get(traceSerial);
    if (at == LongMap.NONE) {
      return 0;
    }
    long room = (file.u4(at - 4) - 12) / walk.idSize;
    return (int) Math.max(0, Math.min(room, file.i4(at + 8)));
  }

  private long placeOf(long id) {
    long exact = runOf.get(id);
    if (exact != LongMap.NONE) {
      return runPlaces.get((int) exact);
    }
    if (!sorted) {
      return -1;
    }
    int from = 0;
    int to = runIds.size() - 1;
    while (from < to) {
      int middle = (from + to + 1) >>> 1;
      if (runIds.get(middle) <= id) {
        from = middle;
      } else {
        to = middle - 1;
      }
    }
    if (runIds.isEmpty() || runIds.get(from) > id) {
      return -1;
    }
    long place = runPlaces.get(from) + (id - runIds.get(from)) * recordSize;
    return place + recordSize <= file.size() && walk.id(place) == id ? place : -1;
  }

  private Call callAt(long at) {
    int id = walk.idSize;
    long serial = file.u4(at + 4L * id);
    Key key = new Key(serial, walk.id(at + id), walk.id(at + 2L * id), file.i4(at + 4L * id + 4));
    Call known = calls.get(key);
    if (known == null) {
      known = make(key, walk.id(at + 3L * id));
      calls.put(key, known);
    }
    return known;
  }

  private Call make(Key key, long sourceId) {
    HeapClass type = classes.ofSerial(key.type());
    String className = type == null ? "" : type.name;
    String source = names.of(sourceId);
    // -1: unknown, -2: compiled, whose line HotSpot does know; -3: native
    int line = key.line() == -3 ? -2 : Math.max(0, key.line());
    Frame frame =
        new Frame(
            className,
            names.of(key.method()),
            source.isEmpty() ? null : source,
            line,
            module(type));
    return new Call(frame, type, references(names.of(key.signature())));
  }

  /** Classes of the boot loader are the JDK's, but for what agents append to it. */
  private static @Nullable String module(@Nullable HeapClass type) {
    if (type == null) {
      return null;
    }
    String name = type.name;
    boolean jdk =
        name.startsWith("java.")
            || name.startsWith("jdk.internal.")
            || name.startsWith("sun.")
            || (type.loaderId == 0 && (name.startsWith("jdk.") || name.startsWith("com.sun.")));
    return jdk ? "java.base" : null;
  }

  /** How many parameters of a signature are references. */
  static int references(String signature) {
    int count = 0;
    int at = 1;
    while (at < signature.length() && signature.charAt(at) != ')') {
      char c = signature.charAt(at);
      if (c == '[' || c == 'L') {
        count++;
        while (at < signature.length() && signature.charAt(at) == '[') {
          at++;
        }
        if (at < signature.length() && signature.charAt(at) == 'L') {
          int end = signature.indexOf(';', at);
          at = end < 0 ? signature.length() : end;
        }
      }
      at++;
    }
    return count;
  }
}
