package io.github.threadleak.proof.heap;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes small heap dumps as HotSpot does: classes, objects, threads with their stacks. */
final class DumpFile {
  /** JVMTI's bits of a thread that is parked without a limit, and of one that runs. */
  static final int PARKED = 0x291;

  static final int RUNS = 0x5;
  static final int TIMED = 0x2a1;

  private record Type(long id, int serial, Map<String, Character> fields) {}

  private final int idSize;
  private final ByteArrayOutputStream records = new ByteArrayOutputStream();
  private final ByteArrayOutputStream heap = new ByteArrayOutputStream();
  private final Map<String, Long> names = new HashMap<>();
  private final Map<String, Type> types = new HashMap<>();
  private long nextId = 0x1000;
  private int nextSerial = 1;
  private int frames;

  DumpFile(int idSize) {
    this.idSize = idSize;
    type("java.lang.Object", null, Map.of());
    type(
        "java.lang.Thread",
        null,
        fields("name", 'L', "tid", 'J', "parkBlocker", 'L', "threadStatus", 'I'));
    type("java.lang.ref.Reference", null, fields("referent", 'L'));
    type("java.lang.ref.WeakReference", "java.lang.ref.Reference", Map.of());
    type("java.lang.ref.SoftReference", "java.lang.ref.Reference", Map.of());
    type("java.lang.ref.PhantomReference", "java.lang.ref.Reference", Map.of());
    type("java.lang.ref.FinalReference", "java.lang.ref.Reference", Map.of());
    type("java.lang.ThreadGroup", null, fields("threads", 'L'));
    type("Node", null, fields("left", 'L', "number", 'I', "right", 'L'));
  }

  /** Fields in order: name, type, name, type. */
  static Map<String, Character> fields(Object... namesAndTypes) {
    Map<String, Character> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      fields.put((String) namesAndTypes[i], (Character) namesAndTypes[i + 1]);
    }
    return fields;
  }

  long newId() {
    nextId += 16;
    return nextId;
  }

  /** A class with instance fields, without static ones. */
  long type(String name, String superName, Map<String, Character> declared) {
    return type(name, superName, declared, Map.of());
  }

  /** A class with static references too. */
  long type(
      String name, String superName, Map<String, Character> declared, Map<String, Long> statics) {
    long id = newId();
    int serial = nextSerial++;
    Type parent = superName == null ? null : types.get(superName);
    Map<String, Character> all = new LinkedHashMap<>(declared);
    if (parent != null) {
      all.putAll(parent.fields());
    }
    types.put(name, new Type(id, serial, all));
    Body loaded = new Body().u4(serial).id(id).u4(1).id(name(name.replace('.', '/')));
    record(2, loaded);
    Body body = new Body().u1(0x20).id(id).u4(1).id(parent == null ? 0 : parent.id());
    body.id(0).id(0).id(0).id(0).id(0).u4(0).u2(0);
    body.u2(statics.size());
    statics.forEach((field, value) -> body.id(name(field)).u1(2).id(value));
    body.u2(declared.size());
    declared.forEach((field, type) -> body.id(name(field)).u1(code(type)));
    heap(body);
    return id;
  }

  /** An instance; fields that are not given are 0 or null. */
  long instance(String type, Map<String, Long> values) {
    return instance(newId(), type, values);
  }

  long instance(long id, String typeName, Map<String, Long> values) {
    Type type = types.get(typeName);
    Body fields = new Body();
    type.fields()
        .forEach(
            (field, kind) -> {
              long value = values.getOrDefault(field, 0L);
              switch (kind) {
                case 'L' -> fields.id(value);
                case 'I' -> fields.u4(value);
                case 'J' -> fields.u4(value >>> 32).u4(value);
                default -> throw new IllegalArgumentException();
              }
            });
    byte[] bytes = fields.bytes();
    heap(new Body().u1(0x21).id(id).u4(1).id(type.id()).u4(bytes.length).raw(bytes));
    return id;
  }

  long array(List<Long> elements) {
    long id = newId();
    Body body = new Body().u1(0x22).id(id).u4(1).u4(elements.size());
    body.id(types.get("java.lang.Object").id());
    elements.forEach(body::id);
    heap(body);
    return id;
  }

  long numbers(int length) {
    long id = newId();
    heap(new Body().u1(0x23).id(id).u4(1).u4(length).u1(8).raw(new byte[length]));
    return id;
  }

  /** What native code holds. */
  void root(long id) {
    heap(new Body().u1(1).id(id).id(1));
  }

  void sub(int tag, long id) {
    heap(new Body().u1(tag).id(id));
  }

  /**
   * A thread in {@code Unsafe.park}, called by {@code Main.main}, which holds the given objects.
   */
  long thread(int status, long blocker, long... holds) {
    long id = newId();
    thread(id, status, blocker, holds);
    return id;
  }

  void thread(long id, int status, long blocker, long... holds) {
    int serial = nextSerial++;
    instance(
        id,
        "java.lang.Thread",
        Map.of("tid", (long) serial, "parkBlocker", blocker, "threadStatus", (long) status));
    if (!types.containsKey("Main")) {
      type("Main", null, Map.of());
    }
    frame("park", "(ZJ)V");
    frame("main", "()V");
    record(5, new Body().u4(serial).u4(serial).u4(2).id(frames - 1).id(frames));
    heap(new Body().u1(8).id(id).u4(serial).u4(serial));
    for (long held : holds) {
      heap(new Body().u1(3).id(held).u4(serial).u4(1));
    }
  }

  private void frame(String method, String signature) {
    frames++;
    int serial = types.get("Main").serial();
    record(
        4,
        new Body()
            .id(frames)
            .id(name(method))
            .id(name(signature))
            .id(name("Main.java"))
            .u4(serial)
            .u4(7));
  }

  private long name(String text) {
    Long known = names.get(text);
    if (known == null) {
      known = newId();
      names.put(text, known);
      record(1, new Body().id(known).raw(text.getBytes(StandardCharsets.UTF_8)));
    }
    return known;
  }

  private static int code(char type) {
    return switch (type) {
      case 'L' -> 2;
      case 'I' -> 10;
      case 'J' -> 11;
      default -> throw new IllegalArgumentException();
    };
  }

  private void record(int tag, Body body) {
    byte[] bytes = body.bytes();
    records.writeBytes(new Body().u1(tag).u4(0).u4(bytes.length).raw(bytes).bytes());
  }

  private void heap(Body body) {
    heap.writeBytes(body.bytes());
  }

  byte[] bytes() {
    Body file = new Body().raw("JAVA PROFILE 1.0.2\0".getBytes(StandardCharsets.US_ASCII));
    file.u4(idSize).u4(0).u4(0).raw(records.toByteArray());
    byte[] all = heap.toByteArray();
    file.u1(0x1c).u4(0).u4(all.length).raw(all);
    file.u1(0x2c).u4(0).u4(0);
    return file.bytes();
  }

  Path write(Path file) throws IOException {
    return Files.write(file, bytes());
  }

  private final class Body {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final DataOutputStream data = new DataOutputStream(out);

    Body u1(int value) {
      out.write(value);
      return this;
    }

    Body u2(int value) {
      return u1(value >>> 8).u1(value);
    }

    Body u4(long value) {
      try {
        data.writeInt((int) value);
        return this;
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }

    Body id(long value) {
      return idSize == 4 ? u4(value) : u4(value >>> 32).u4(value);
    }

    Body raw(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }
}
