package io.github.threadleak.census;

import io.github.threadleak.registry.PoolTable;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.Parked;
import io.github.threadleak.snapshot.Spread;
import io.github.threadleak.snapshot.ThreadName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sums over some threads. For one thread. */
final class Part {
  private static final long SEVERAL = -1;
  private static final int EXAMPLES = 5;

  /** Distinct objects counted; beyond, it says "more than". */
  private static final int MOST_OBJECTS = 10_000;

  /** A thread of it, copied; null while it is empty. */
  @Nullable Seen first;

  long count;
  boolean oneSite = true;
  boolean oneState = true;
  boolean oneKind = true;
  boolean oneBlockerClass = true;

  private long seenParked;

  private long parentId;
  private int lastVariant = -1;
  private PoolTable.@Nullable Pool lastPool;
  private final LongSet variants = new LongSet();
  private final LongSet objects = new LongSet();
  private boolean inferred;
  private boolean oneObject = true;
  private boolean manyObjects;
  private boolean objectsSampled;
  private final Tenths starts = new Tenths();
  private final Tenths parks = new Tenths();
  private final Set<PoolTable.Pool> pools = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<ThreadName> examples = new ArrayList<>(2);

  @SuppressWarnings("ReferenceEquality") // one and the same is the question
  void add(Seen seen) {
    Seen model = first;
    if (model == null) {
      model = seen.copy();
      first = model;
      parentId = seen.parentId;
    } else if (parentId != seen.parentId) {
      parentId = SEVERAL;
    }
    count++;
    inferred |= seen.inferred;
    if (seen.started != 0) {
      starts.add(seen.started);
    }
    if (seen.parkedSince != 0) {
      parks.add(seen.parkedSince);
    } else if (seen.seenParked) {
      seenParked++;
    }
    if (seen.variant != lastVariant) {
      lastVariant = seen.variant;
      variants.add(seen.variant + 1L);
    }
    PoolTable.Pool pool = seen.pool;
    if (pool != null && pool != lastPool) {
      lastPool = pool;
      pools.add(pool);
    }
    addObject(model, seen.identity);
    if (examples.size() < EXAMPLES) {
      examples.add(new ThreadName(seen.id, seen.thread.getName()));
    }
  }

  private void addObject(Seen model, int identity) {
    if (identity == 0 || (identity == model.identity && oneObject)) {
      return;
    }
    if (oneObject) {
      oneObject = false;
      if (model.identity != 0) {
        objects.add(model.identity);
      }
    }
    if (!manyObjects) {
      objects.add(identity);
      manyObjects = objects.size() > MOST_OBJECTS;
    }
  }

  /** Takes in threads that turned out to belong together with these. */
  void absorb(Part other) {
    Seen model = first;
    Seen its = other.first;
    if (its == null) {
      return;
    }
    if (model == null) {
      model = its;
      first = its;
      parentId = other.parentId;
    }
    parentId = parentId == other.parentId ? parentId : SEVERAL;
    oneSite &= other.oneSite && model.home.site().equals(its.home.site());
    oneState &= other.oneState && model.state == its.state;
    oneKind &= other.oneKind && model.kind == its.kind;
    oneBlockerClass &=
        other.oneBlockerClass && Objects.equals(model.blockerClass, its.blockerClass);
    count += other.count;
    inferred |= other.inferred;
    seenParked += other.seenParked;
    starts.addAll(other.starts);
    parks.addAll(other.parks);
    other.variants.forEach(variants::add);
    pools.addAll(other.pools);
    addObject(model, its.identity);
    other.objects.forEach(
        identity -> {
          if (!manyObjects) {
            objects.add(identity);
            manyObjects = objects.size() > MOST_OBJECTS;
          }
        });
    oneObject &= other.oneObject;
    manyObjects |= other.manyObjects;
    objectsSampled |= other.objectsSampled;
    for (ThreadName example : other.examples) {
      if (examples.size() < EXAMPLES) {
        examples.add(example);
      }
    }
  }

  /** Says which monitor some of the threads are at, where the others could not be asked. */
  void sampledMonitors(List<Seen> asked) {
    Seen model = first;
    if (model == null || asked.isEmpty()) {
      return;
    }
    model.blocker = asked.get(0).blocker;
    model.blockerClass = asked.get(0).blockerClass;
    model.identity = asked.get(0).identity;
    for (Seen one : asked) {
      addObject(model, one.identity);
      oneBlockerClass &= Objects.equals(model.blockerClass, one.blockerClass);
    }
    objectsSampled = true;
  }

  Seen model() {
    return Objects.requireNonNull(first, "an empty part is never shown");
  }

  Kind kind() {
    return model().kind;
  }

  @Nullable Spread ages(int now) {
    return starts.before(now);
  }

  @Nullable Parked parked(int now) {
    Spread duration = parks.before(now);
    return duration == null && seenParked == 0 ? null : new Parked(duration, seenParked);
  }

  int variants() {
    return variants.size();
  }

  /** Whether the spawn stack of some of them was inferred. */
  boolean hasInferred() {
    return inferred;
  }

  Set<PoolTable.Pool> pools() {
    return pools;
  }

  /** The parent of all, 0 or less where there are several or none is known. */
  long parentId() {
    return parentId;
  }

  List<ThreadName> examples() {
    return List.copyOf(examples);
  }

  /**
   * How many objects they are parked on; negative for more than that many, its absolute value. 0
   * for none.
   */
  int objects() {
    if (oneObject) {
      return model().identity == 0 ? 0 : 1;
    }
    return manyObjects || objectsSampled ? -(objects.size() - 1) : objects.size();
  }
}
