package io.github.threadleak.proof.heap;

import io.github.threadleak.site.Frame;
import io.github.threadleak.site.SpawnCapture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the agent in the dumped JVM knew of where threads were spawned: its registry and its tables
 * of stacks, read by the names of their fields. Where there was no agent, or one of another build
 * that keeps its data differently, nothing is known.
 */
final class AgentData {
  private static final String REGISTRY = "io.github.threadleak.registry.Registry";
  private static final String BOOKS = "io.github.threadleak.registry.Books";

  /** Words of data of a slot of the registry: who, where, note. */
  private static final int DATA_WORDS = 3;

  /** The thread's id is the lowest bits of a key. */
  private static final long ID = (1L << 45) - 1;

  private static final int POOL_BITS = 20;

  /**
   * Where a thread was spawned.
   *
   * @param siteId as the agent prints it
   * @param culprit the line to blame; null where the agent did not see the spawn
   * @param words the culprit as a stack trace shows it, or why there is none
   * @param stack top first; empty where it was not kept
   */
  record Spawn(String siteId, @Nullable Frame culprit, String words, List<Frame> stack) {}

  private final Heap heap;
  private final long stacks;
  private final long pools;
  private final boolean present;

  /** Thread id to the place of its data in the file. */
  private final LongMap slots = new LongMap();

  private final Map<Integer, Spawn> spawns = new HashMap<>();

  private AgentData(Heap heap, long registry, long stacks, long pools, boolean present) {
    this.heap = heap;
    this.stacks = stacks;
    this.pools = pools;
    this.present = present;
    if (present) {
      readRegistry(registry);
    }
  }

  static AgentData of(Heap heap) {
    long[] books = new long[1];
    heap.forEachInstance(BOOKS, found -> books[0] = found);
    long registry = firstOfClass(heap, books[0], REGISTRY);
    long variants = firstOfClass(heap, books[0], "io.github.threadleak.site.VariantTable");
    long pools = firstOfClass(heap, books[0], "io.github.threadleak.registry.PoolTable");
    long stacks = array(heap, variants, "stacks");
    return new AgentData(
        heap, registry, stacks, array(heap, pools, "slots"), registry != 0 && stacks != 0);
  }

  /** Whether the JVM had an agent whose data can be read. */
  boolean isPresent() {
    return present;
  }

  private static long firstOfClass(Heap heap, long object, String className) {
    HeapClass type = heap.classOf(object);
    if (type == null) {
      return 0;
    }
    for (HeapClass.Field field : type.fields) {
      long value = heap.reference(object, field.name());
      HeapClass valueType = value == 0 ? null : heap.classOf(value);
      if (valueType != null && valueType.name.equals(className)) {
        return value;
      }
    }
    return 0;
  }

  /** The array inside an AtomicReferenceArray or an AtomicLongArray. */
  private static long array(Heap heap, long object, String field) {
    return object == 0 ? 0 : heap.reference(heap.reference(object, field), "array");
  }

  private void readRegistry(long registry) {
    long link = heap.reference(registry, "head");
    while (link != 0) {
      readSlots(link);
      link = heap.reference(heap.reference(link, "next"), "value");
    }
  }

  private void readSlots(long table) {
    long keys = array(heap, table, "keys");
    long data = array(heap, table, "data");
    long length = heap.length(keys);
    for (long slot = 0; slot < length; slot++) {
      long key = heap.longElement(keys, slot);
      if (key > 0) {
        slots.put(key & ID, heap.longElementAt(data, slot * DATA_WORDS));
      }
    }
  }

  /** Where a thread was spawned; null where nothing is known of it. */
  @Nullable Spawn spawnOf(long threadId) {
    long data = present ? slots.get(threadId) : LongMap.NONE;
    if (data == LongMap.NONE) {
      return null;
    }
    long who = heap.file.i8(data);
    int variant = (int) (heap.file.i8(data + 8) >>> 32) & ~SpawnCapture.INFERRED;
    int pool = (int) who & ((1 << POOL_BITS) - 1);
    return spawnAt(variantOf(pool, variant));
  }

  /** A worker belongs to the place where its pool was constructed. */
  private int variantOf(int pool, int variant) {
    if (pool == 0 || pools == 0 || pool >= heap.length(pools)) {
      return variant;
    }
    long entry = heap.element(pools, pool);
    boolean workers = heap.number(entry, "workers", 0) != 0;
    return workers ? heap.number(entry, "variant", variant) : variant;
  }

  private @Nullable Spawn spawnAt(int variant) {
    if (variant < 0 || variant >= heap.length(stacks)) {
      return null;
    }
    return spawns.computeIfAbsent(variant, this::read);
  }

  private @Nullable Spawn read(int variant) {
    long entry = heap.element(stacks, variant);
    long site = heap.reference(entry, "site");
    String id = text(heap.reference(site, "id"));
    if (id == null) {
      return null; // a stack whose frames nobody has made yet
    }
    long culpritObject = heap.reference(site, "culprit");
    Frame culprit = culpritObject == 0 ? null : frame(culpritObject);
    String origin = text(heap.reference(heap.reference(site, "origin"), "words"));
    String words =
        culprit != null ? culprit.toString() : origin == null ? "spawn not known" : origin;
    return new Spawn(id, culprit, words, frames(heap.reference(entry, "stack")));
  }

  /** A List.of or List.copyOf of frames: ListN has an array, List12 two fields. */
  private List<Frame> frames(long list) {
    List<Frame> frames = new ArrayList<>();
    long elements = heap.reference(list, "elements");
    if (elements == 0) {
      addFrame(frames, heap.reference(list, "e0"));
      addFrame(frames, heap.reference(list, "e1"));
    } else {
      for (long i = 0; i < heap.length(elements); i++) {
        addFrame(frames, heap.element(elements, i));
      }
    }
    return List.copyOf(frames);
  }

  private void addFrame(List<Frame> frames, long object) {
    Frame frame = object == 0 ? null : frame(object);
    if (frame != null) {
      frames.add(frame);
    }
  }

  private @Nullable Frame frame(long object) {
    String className = text(heap.reference(object, "className"));
    String method = text(heap.reference(object, "method"));
    return className == null || method == null
        ? null
        : new Frame(
            className,
            method,
            text(heap.reference(object, "file")),
            heap.number(object, "line", 0),
            text(heap.reference(object, "module")));
  }

  private @Nullable String text(long string) {
    return string == 0 ? null : heap.string(string);
  }
}
