package io.github.threadleak.proof.heap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The classes of a dump. */
final class ClassTable {
  /** What loads the agent's classes, and no others. */
  private static final String AGENT_LOADER = "io.github.threadleak.IsolatedClassLoader";

  private final MappedFile file;
  private final Walk walk;
  private final Names names;
  private final LongMap nameOfClass = new LongMap();
  private final LongMap classOfSerial = new LongMap();
  private final Map<Long, HeapClass> byId = new HashMap<>();
  private final Map<Long, List<HeapClass>> byLoader = new HashMap<>();

  private final Set<Long> agentLoaders = new HashSet<>();

  ClassTable(MappedFile file, Walk walk, Names names) {
    this.file = file;
    this.walk = walk;
    this.names = names;
  }

  /** A loaded class: u4 serial, id class, u4 stack trace, id name. */
  void loaded(long at) {
    long id = walk.id(at + 4);
    classOfSerial.put(file.u4(at), id);
    nameOfClass.put(id, walk.id(at + 8 + walk.idSize));
  }

  void dumped(long at) {
    int id = walk.idSize;
    long classId = walk.id(at + 1);
    long superId = walk.id(at + 1 + id + 4);
    long loaderId = walk.id(at + 1 + 2L * id + 4);
    List<Long> others = new ArrayList<>();
    others.add(walk.id(at + 1 + 3L * id + 4)); // signers
    others.add(walk.id(at + 1 + 4L * id + 4)); // protection domain
    long next = at + 1 + 7L * id + 8;
    int constants = file.u2(next);
    next += 2;
    for (int i = 0; i < constants; i++) {
      int type = file.u1(next + 2);
      if (type == Walk.Type.OBJECT) {
        others.add(walk.id(next + 3));
      }
      next += 3 + walk.sizeOf(type);
    }
    int staticCount = file.u2(next);
    next += 2;
    List<HeapClass.Static> statics = new ArrayList<>(staticCount);
    for (int i = 0; i < staticCount; i++) {
      int type = file.u1(next + id);
      statics.add(new HeapClass.Static(names.of(walk.id(next)), type, next + id + 1));
      next += id + 1 + walk.sizeOf(type);
    }
    int fieldCount = file.u2(next);
    next += 2;
    String name = nameOf(classId);
    List<HeapClass.Field> declared = new ArrayList<>(fieldCount);
    int offset = 0;
    for (int i = 0; i < fieldCount; i++) {
      int type = file.u1(next + id);
      declared.add(new HeapClass.Field(names.of(walk.id(next)), type, offset, name));
      offset += walk.sizeOf(type);
      next += id + 1;
    }
    long[] references = new long[others.size()];
    for (int i = 0; i < references.length; i++) {
      references[i] = others.get(i);
    }
    HeapClass made =
        new HeapClass(classId, name, superId, loaderId, at, references, statics, declared, offset);
    byId.put(classId, made);
    byLoader.computeIfAbsent(loaderId, loader -> new ArrayList<>()).add(made);
  }

  private String nameOf(long classId) {
    long name = nameOfClass.get(classId);
    return name == LongMap.NONE ? "" : names.of(name).replace('/', '.');
  }

  /** Once all classes are known. */
  void link() throws UnusableDump {
    for (HeapClass type : byId.values()) {
      type.parent = byId.get(type.superId);
    }
    for (HeapClass type : byId.values()) {
      List<HeapClass.Field> fields = new ArrayList<>();
      List<Integer> references = new ArrayList<>();
      List<Integer> cut = new ArrayList<>();
      int base = 0;
      int depth = 0;
      for (HeapClass from = type; from != null; from = from.parent) {
        if (++depth > byId.size()) {
          throw new UnusableDump("damaged: class " + type.name + " extends itself");
        }
        for (HeapClass.Field field : from.declared) {
          int offset = base + field.offset();
          fields.add(new HeapClass.Field(field.name(), field.type(), offset, field.owner()));
          if (field.type() == Walk.Type.OBJECT) {
            if (from.name.equals("java.lang.ref.Reference") && field.name().equals("referent")) {
              type.referent = offset;
            } else {
              (Cuts.field(from.name, field.name()) ? cut : references).add(offset);
            }
          }
        }
        base += from.declaredSize;
      }
      type.fields = fields;
      type.way = wayOf(type);
      if (type.referent >= 0
          && type.way != HeapClass.Way.WEAK
          && type.way != HeapClass.Way.PHANTOM) {
        references.add(type.referent);
      }
      type.references = ints(references);
      type.cut = ints(cut);
      type.loads = type.is("java.lang.ClassLoader");
    }
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  private HeapClass.Way wayOf(HeapClass type) {
    if (type.is("java.lang.ref.WeakReference")) {
      return isOfAgent(type) ? HeapClass.Way.AGENT : HeapClass.Way.WEAK;
    }
    if (isOfAgent(type)) {
      return HeapClass.Way.AGENT;
    }
    return type.is("java.lang.ref.PhantomReference") ? HeapClass.Way.PHANTOM : HeapClass.Way.PLAIN;
  }

  /** Whether it is one of the agent's own classes, and not an application's of such a name. */
  boolean isOfAgent(HeapClass type) {
    return agentLoaders.contains(type.loaderId) || type.name.equals(AGENT_LOADER);
  }

  /** The loader of the agent's classes is an instance of this class. */
  @Nullable HeapClass agentLoader() {
    return named(AGENT_LOADER);
  }

  void markAgentLoader(long loaderId) {
    agentLoaders.add(loaderId);
  }

  @Nullable HeapClass named(String name) {
    for (HeapClass type : byId.values()) {
      if (type.name.equals(name)) {
        return type;
      }
    }
    return null;
  }

  @Nullable HeapClass of(long id) {
    return byId.get(id);
  }

  @Nullable HeapClass ofSerial(long serial) {
    long id = classOfSerial.get(serial);
    return id == LongMap.NONE ? null : byId.get(id);
  }

  /** The classes that a loader has defined, and thereby keeps. */
  List<HeapClass> definedBy(long loaderId) {
    return byLoader.getOrDefault(loaderId, List.of());
  }

  Collection<HeapClass> all() {
    return byId.values();
  }
}
