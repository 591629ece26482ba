package io.github.threadleak.proof.heap;

/**
 * Walks over the records of a dump in the order of the file. The format is that of HotSpot's
 * heapDumper.cpp, versions 1.0.1 and 1.0.2. Bounds are checked once a record, so that a damaged
 * file is noticed before something is read past its end.
 */
final class Walk {
  static final int ROOT_UNKNOWN = 0xff;
  static final int ROOT_JNI_GLOBAL = 0x01;
  static final int ROOT_JNI_LOCAL = 0x02;
  static final int ROOT_JAVA_FRAME = 0x03;
  static final int ROOT_NATIVE_STACK = 0x04;
  static final int ROOT_STICKY_CLASS = 0x05;
  static final int ROOT_THREAD_BLOCK = 0x06;
  static final int ROOT_MONITOR_USED = 0x07;
  static final int ROOT_THREAD_OBJECT = 0x08;
  static final int CLASS_DUMP = 0x20;
  static final int INSTANCE_DUMP = 0x21;
  static final int OBJECT_ARRAY_DUMP = 0x22;
  static final int PRIMITIVE_ARRAY_DUMP = 0x23;

  private static final int UTF8 = 0x01;
  private static final int LOAD_CLASS = 0x02;
  private static final int FRAME = 0x04;
  private static final int TRACE = 0x05;
  private static final int HEAP_DUMP = 0x0c;
  private static final int HEAP_DUMP_SEGMENT = 0x1c;
  private static final int HEAP_DUMP_END = 0x2c;
  private static final int RECORD_HEADER = 9;
  private static final long PROGRESS_STEP = 1 << 24;

  /** Takes the records; positions are those of a record's body, or of a sub-record's tag. */
  interface Visitor {
    /** A name: an identifier, then UTF-8 up to the end of the record. */
    default void name(long at, long length) {}

    /** A loaded class: serial number, class, stack trace, name. */
    default void loadedClass(long at) {}

    /** A stack frame. */
    default void frame(long at) {}

    /** A stack trace. */
    default void trace(long at) {}

    /** A root of any kind. */
    default void root(int tag, long at) {}

    /** A class, an instance or an array; their identifier stands right behind the tag. */
    void object(int tag, long at) throws UnusableDump;
  }

  private final MappedFile file;
  private final Progress progress;
  private final String step;

  /** Bytes in an identifier: 4 or 8. */
  final int idSize;

  private final long start;

  Walk(MappedFile file, Progress progress, String step) throws UnusableDump {
    this.file = file;
    this.progress = progress;
    this.step = step;
    if (file.size() < 31) {
      throw new UnusableDump("not a heap dump: it has " + file.size() + " bytes");
    }
    if (file.u2(0) == 0x1f8b) {
      throw new UnusableDump("compressed: unpack it with gunzip first");
    }
    StringBuilder magic = new StringBuilder();
    int end = 0;
    while (end < 20 && file.u1(end) != 0) {
      magic.append((char) file.u1(end));
      end++;
    }
    if (!magic.toString().matches("JAVA PROFILE 1\\.0\\.[12]")) {
      throw new UnusableDump("not a heap dump in HPROF format 1.0.1 or 1.0.2");
    }
    idSize = file.i4(end + 1);
    if (idSize != 4 && idSize != 8) {
      throw new UnusableDump("damaged: identifiers of " + idSize + " bytes");
    }
    start = end + 13L;
  }

  long id(long at) {
    return idSize == 8 ? file.i8(at) : file.u4(at);
  }

  /** Walks over the whole file. */
  void over(Visitor visitor) throws UnusableDump {
    long at = start;
    boolean segments = false;
    boolean ended = false;
    long size = file.size();
    while (at < size) {
      if (at + RECORD_HEADER > size) {
        throw truncated(at);
      }
      int tag = file.u1(at);
      long length = file.u4(at + 5);
      long body = at + RECORD_HEADER;
      if (body + length > size) {
        throw truncated(at);
      }
      switch (tag) {
        case UTF8 -> visitor.name(body, length);
        case LOAD_CLASS -> visitor.loadedClass(body);
        case FRAME -> visitor.frame(body);
        case TRACE -> visitor.trace(body);
        case HEAP_DUMP, HEAP_DUMP_SEGMENT -> {
          segments |= tag == HEAP_DUMP_SEGMENT;
          heap(body, body + length, visitor);
        }
        case HEAP_DUMP_END -> ended = true;
        default -> {
          if (tag == 0 || tag > HEAP_DUMP_END) {
            throw new UnusableDump("damaged: no record begins at byte " + at);
          }
        }
      }
      at = body + length;
    }
    if (segments && !ended) {
      throw new UnusableDump("truncated: its end record is missing");
    }
  }

  private UnusableDump truncated(long at) {
    return new UnusableDump("truncated: the record at byte " + at + " is not all there");
  }

  private void heap(long from, long end, Visitor visitor) throws UnusableDump {
    long at = from;
    long next = from;
    while (at < end) {
      if (at >= next) {
        progress.at(step, (double) at / file.size());
        next = at + PROGRESS_STEP;
      }
      int tag = file.u1(at);
      long length = length(tag, at, end);
      if (at + length > end || length <= 0) {
        throw new UnusableDump("damaged: the heap record at byte " + at + " is not all there");
      }
      switch (tag) {
        case CLASS_DUMP, INSTANCE_DUMP, OBJECT_ARRAY_DUMP, PRIMITIVE_ARRAY_DUMP ->
            visitor.object(tag, at);
        default -> visitor.root(tag, at);
      }
      at += length;
    }
  }

  /** The length of a sub-record with its tag; past the end where that is not known. */
  private long length(int tag, long at, long end) throws UnusableDump {
    int id = idSize;
    return switch (tag) {
      case ROOT_UNKNOWN, ROOT_STICKY_CLASS, ROOT_MONITOR_USED -> 1L + id;
      case ROOT_JNI_GLOBAL -> 1 + 2L * id;
      case ROOT_JNI_LOCAL, ROOT_JAVA_FRAME, ROOT_THREAD_OBJECT -> 9L + id;
      case ROOT_NATIVE_STACK, ROOT_THREAD_BLOCK -> 5L + id;
      case INSTANCE_DUMP -> {
        long header = 1 + 2L * id + 8;
        yield at + header > end ? header : header + file.u4(at + header - 4);
      }
      case OBJECT_ARRAY_DUMP -> {
        long header = 1 + 2L * id + 8;
        yield at + header > end ? header : header + file.u4(at + 1 + id + 4) * id;
      }
      case PRIMITIVE_ARRAY_DUMP -> {
        long header = 10L + id;
        yield at + header > end
            ? header
            : header + file.u4(at + 1 + id + 4) * sizeOf(file.u1(at + header - 1), at);
      }
      case CLASS_DUMP -> classLength(at, end);
      default -> throw new UnusableDump("damaged: no heap record begins at byte " + at);
    };
  }

  private long classLength(long at, long end) throws UnusableDump {
    long next = at + 1 + 7L * idSize + 8;
    if (next + 2 > end) {
      return end - at + 1;
    }
    int constants = file.u2(next);
    next += 2;
    for (int i = 0; i < constants; i++) {
      if (next + 3 > end) {
        return end - at + 1;
      }
      next += 3 + sizeOf(file.u1(next + 2), at);
    }
    if (next + 2 > end) {
      return end - at + 1;
    }
    int statics = file.u2(next);
    next += 2;
    for (int i = 0; i < statics; i++) {
      if (next + idSize + 1 > end) {
        return end - at + 1;
      }
      next += idSize + 1 + sizeOf(file.u1(next + idSize), at);
    }
    if (next + 2 > end) {
      return end - at + 1;
    }
    return next + 2 + file.u2(next) * (idSize + 1L) - at;
  }

  private int sizeOf(int type, long at) throws UnusableDump {
    int size = sizeOf(type);
    if (size == 0) {
      throw new UnusableDump("damaged: the heap record at byte " + at + " has no type " + type);
    }
    return size;
  }

  /** The bytes of a value of a basic type; 0 where there is no such type. */
  int sizeOf(int type) {
    return switch (type) {
      case Type.OBJECT -> idSize;
      case Type.BOOLEAN, Type.BYTE -> 1;
      case Type.CHAR, Type.SHORT -> 2;
      case Type.FLOAT, Type.INT -> 4;
      case Type.DOUBLE, Type.LONG -> 8;
      default -> 0;
    };
  }

  /** The basic types of the format. */
  static final class Type {
    static final int OBJECT = 2;
    static final int BOOLEAN = 4;
    static final int CHAR = 5;
    static final int FLOAT = 6;
    static final int DOUBLE = 7;
    static final int BYTE = 8;
    static final int SHORT = 9;
    static final int INT = 10;
    static final int LONG = 11;

    private Type() {}
  }
}
