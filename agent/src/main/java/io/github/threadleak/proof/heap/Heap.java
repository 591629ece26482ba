package io.github.threadleak.proof.heap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A dump that has been read: its objects by number, their classes and fields. */
final class Heap {
  private static final String VIRTUAL_THREAD = "java.lang.VirtualThread";

  /** Classes of which every instance is remembered. */
  private static final List<String> REMEMBERED =
      List.of(
          VIRTUAL_THREAD,
          "java.lang.ClassValue$ClassValueMap",
          "io.github.threadleak.registry.Books");

  private static final int LONGEST_STRING = 1 << 20;

  final MappedFile file;
  final Walk walk;
  final ObjectIndex index;
  final ClassTable classes;
  final Roots roots;
  final Stacks stacks;

  private final Map<String, Longs> instances = new HashMap<>();

  private Heap(MappedFile file, boolean aligned, Progress progress) throws UnusableDump {
    this.file = file;
    this.walk = new Walk(file, progress, "reading");
    this.index = new ObjectIndex(aligned);
    Names names = new Names(file, walk);
    this.classes = new ClassTable(file, walk, names);
    this.roots = new Roots(file, walk);
    this.stacks = new Stacks(file, walk, names, classes);
    walk.over(
        new Walk.Visitor() {
          @Override
          public void name(long at, long length) {
            names.add(at, length);
          }

          @Override
          public void loadedClass(long at) {
            classes.loaded(at);
          }

          @Override
          public void frame(long at) {
            stacks.frame(at);
          }

          @Override
          public void trace(long at) {
            stacks.trace(at);
          }

          @Override
          public void root(int tag, long at) {
            roots.add(tag, at);
          }

          @Override
          public void object(int tag, long at) throws UnusableDump {
            long id = walk.id(at + 1);
            if (!index.fits(id)) {
              throw new Unaligned();
            }
            index.add(id);
            if (tag == Walk.CLASS_DUMP) {
              classes.dumped(at);
            }
          }
        });
    place(progress);
    findAgent();
    classes.link();
  }

  /** Addresses that are not multiples of eight: HotSpot's are, another JVM's need not be. */
  private static final class Unaligned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unaligned() {
      super(null, null, false, false);
    }
  }

  /**
   * Reads a dump.
   *
   * @throws UnusableDump where it is none, or damaged
   */
  static Heap open(Path path, Progress progress) throws IOException, UnusableDump {
    MappedFile file = MappedFile.of(path);
    try {
      return new Heap(file, true, progress);
    } catch (Unaligned differently) {
      return new Heap(file, false, progress);
    } catch (IndexOutOfBoundsException beyond) {
      throw new UnusableDump("damaged: a record points past the end of the file");
    }
  }

  private void place(Progress progress) throws UnusableDump {
    index.number(file.size());
    LongMap remembered = new LongMap();
    Longs[] lists = new Longs[REMEMBERED.size()];
    for (int i = 0; i < lists.length; i++) {
      lists[i] = new Longs();
      instances.put(REMEMBERED.get(i), lists[i]);
      HeapClass type = classes.named(REMEMBERED.get(i));
      if (type != null) {
        remembered.put(type.id, i);
      }
    }
    new Walk(file, progress, "indexing")
        .over(
            (tag, at) -> {
              long id = walk.id(at + 1);
              index.place(id, at);
              if (tag == Walk.INSTANCE_DUMP) {
                long list = remembered.get(walk.id(at + 5 + walk.idSize));
                if (list != LongMap.NONE) {
                  lists[(int) list].add(id);
                }
              }
            });
  }

  /** Passes on the instances of one of a few classes, those that nothing refers to among them. */
  void forEachInstance(String className, LongConsumer each) {
    Longs found = instances.get(className);
    if (found == null) {
      throw new IllegalArgumentException(className);
    }
    for (int i = 0; i < found.size(); i++) {
      each.accept(found.get(i));
    }
  }

  private void findAgent() {
    HeapClass loader = classes.agentLoader();
    if (loader == null) {
      return;
    }
    for (HeapClass type : classes.all()) {
      HeapClass loaderType = type.loaderId == 0 ? null : classOf(type.loaderId);
      if (loaderType == loader) {
        classes.markAgentLoader(type.loaderId);
      }
    }
  }

  /** The class of an instance; null for an array, a class, and what is not in the dump. */
  @Nullable HeapClass classOf(long id) {
    int number = index.numberOf(id);
    if (number < 0) {
      return null;
    }
    long at = index.positionOf(number);
    return file.u1(at) == Walk.INSTANCE_DUMP ? classes.of(walk.id(at + 5 + walk.idSize)) : null;
  }

  boolean contains(long id) {
    return index.numberOf(id) >= 0;
  }

  /** Where the values of an instance begin. */
  private long values(long id) {
    return index.positionOf(index.numberOf(id)) + 9 + 2L * walk.idSize;
  }

  /** The reference in a field; 0 for null, and where there is no such object or field. */
  long reference(long id, String field) {
    HeapClass type = classOf(id);
    HeapClass.Field found = type == null ? null : type.field(field);
    return found == null || found.type() != Walk.Type.OBJECT
        ? 0
        : walk.id(values(id) + found.offset());
  }

  /** The int, short, byte or boolean in a field; {@code otherwise} where there is none. */
  int number(long id, String field, int otherwise) {
    HeapClass type = classOf(id);
    HeapClass.Field found = type == null ? null : type.field(field);
    if (found == null) {
      return otherwise;
    }
    return number(found.type(), values(id) + found.offset(), otherwise);
  }

  private int number(int type, long at, int otherwise) {
    return switch (type) {
      case Walk.Type.INT -> file.i4(at);
      case Walk.Type.SHORT -> (short) file.u2(at);
      case Walk.Type.BYTE -> (byte) file.u1(at);
      case Walk.Type.BOOLEAN -> file.u1(at);
      default -> otherwise;
    };
  }

  /** The long in a field; {@code otherwise} where there is none. */
  long longNumber(long id, String field, long otherwise) {
    HeapClass type = classOf(id);
    HeapClass.Field found = type == null ? null : type.field(field);
    return found == null || found.type() != Walk.Type.LONG
        ? otherwise
        : file.i8(values(id) + found.offset());
  }

  boolean hasField(long id, String field) {
    HeapClass type = classOf(id);
    return type != null && type.field(field) != null;
  }

  /** A static number; {@code otherwise} where there is none. */
  int staticNumber(HeapClass type, String field, int otherwise) {
    HeapClass.Static found = type.staticField(field);
    return found == null ? otherwise : number(found.type(), found.at(), otherwise);
  }

  /** The text of a java.lang.String; null where it cannot be read. */
  @Nullable String string(long id) {
    long value = reference(id, "value");
    int array = value == 0 ? -1 : index.numberOf(value);
    if (array < 0) {
      return null;
    }
    long at = index.positionOf(array);
    if (file.u1(at) != Walk.PRIMITIVE_ARRAY_DUMP) {
      return null;
    }
    int length = (int) Math.min(file.u4(at + 5 + walk.idSize), LONGEST_STRING);
    long elements = at + 10 + walk.idSize;
    int type = file.u1(elements - 1);
    if (type == Walk.Type.CHAR) {
      return new String(file.bytes(elements, length * 2), StandardCharsets.UTF_16BE);
    }
    byte[] bytes = file.bytes(elements, length);
    if (number(id, "coder", 0) == 0) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    // The bytes of a UTF16 string are in the order of the machine that was dumped.
    return new String(bytes, StandardCharsets.UTF_16LE);
  }

  /** The number of elements of an array of either kind; -1 for what is none. */
  long length(long array) {
    int number = index.numberOf(array);
    if (number < 0) {
      return -1;
    }
    long at = index.positionOf(number);
    int tag = file.u1(at);
    return tag == Walk.OBJECT_ARRAY_DUMP || tag == Walk.PRIMITIVE_ARRAY_DUMP
        ? file.u4(at + 5 + walk.idSize)
        : -1;
  }

  /** An element of an array of references. */
  long element(long array, long i) {
    long at = index.positionOf(index.numberOf(array));
    return walk.id(at + 9 + 2L * walk.idSize + i * walk.idSize);
  }

  /** An element of a long[]. */
  long longElement(long array, long i) {
    return file.i8(longElementAt(array, i));
  }

  /** Where an element of a long[] is in the file. */
  long longElementAt(long array, long i) {
    return index.positionOf(index.numberOf(array)) + 10 + walk.idSize + i * 8;
  }
}
