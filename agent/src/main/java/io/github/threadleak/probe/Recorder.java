package io.github.threadleak.probe;

import io.github.threadleak.jvm.Tasks;
import io.github.threadleak.jvm.Threads;
import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.PoolTable;
import io.github.threadleak.registry.Registry;
import io.github.threadleak.registry.Tally;
import io.github.threadleak.site.SpawnCapture;
import io.github.threadleak.site.VariantTable;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What happens at each event, on the application's threads: capture, enter, count. Nothing here
 * locks, parks, loads a class once warm, or lets anything escape; what goes wrong is counted.
 */
final class Recorder {
  private final Books books;
  private final Registry registry;
  private final PoolTable pools;
  private final VariantTable variants;
  private final SpawnCapture capture;
  private final Tally tally;
  private final JdkPools jdkPools;

  /**
   * The receiver of one event. One class each, so that each call site of the dispatcher meets one
   * only.
   */
  private abstract class Receiver implements BiConsumer<Object, Object> {
    @Override
    public final void accept(Object subject, @Nullable Object detail) {
      try {
        on(subject, detail);
      } catch (Throwable problem) {
        books.countProbeError();
      }
    }

    abstract void on(Object subject, @Nullable Object detail);
  }

  Recorder(Books books, JdkPools jdkPools) {
    this.books = books;
    this.registry = books.registry();
    this.pools = books.pools();
    this.variants = books.variants();
    this.capture = books.capture();
    this.tally = books.tally();
    this.jdkPools = jdkPools;
  }

  BiConsumer<Object, Object> receiver(Event event) {
    return switch (event) {
      case PLATFORM_START ->
          new Receiver() {
            @Override
            void on(Object thread, @Nullable Object container) {
              start((Thread) thread, container, false);
            }
          };
      case PLATFORM_START_FAILED ->
          new Receiver() {
            @Override
            void on(Object thread, @Nullable Object none) {
              undoStart((Thread) thread);
            }
          };
      case PLATFORM_END ->
          new Receiver() {
            @Override
            void on(Object thread, @Nullable Object none) {
              end((Thread) thread, Tally.Event.ENDED_PLATFORM);
            }
          };
      case VIRTUAL_START ->
          new Receiver() {
            @Override
            void on(Object thread, @Nullable Object container) {
              start((Thread) thread, container, true);
            }
          };
      case VIRTUAL_END ->
          new Receiver() {
            @Override
            void on(Object thread, @Nullable Object none) {
              end((Thread) thread, Tally.Event.ENDED_VIRTUAL);
            }
          };
      case POOL_CREATED ->
          new Receiver() {
            @Override
            void on(Object pool, @Nullable Object none) {
              Object container = jdkPools.containerOf(pool);
              if (container != null) {
                pools.link(container, pool);
                return;
              }
              boolean workers = jdkPools.hasWorkers(pool);
              if (jdkPools.isPool(pool) && pools.hasRoom(workers)) {
                pools.add(pool, variants.capture(), workers);
              }
            }
          };
      case WORKER_CREATED ->
          new Receiver() {
            @Override
            void on(Object worker, @Nullable Object pool) {
              Thread thread = jdkPools.threadOf(worker);
              if (thread != null && pool != null) {
                books.bindings().bind(Threads.id(thread), pools.indexOf(pool));
              }
            }
          };
    };
  }

  private void start(Thread thread, @Nullable Object container, boolean virtual) {
    long id = Threads.id(thread);
    int pool = poolOf(thread, id, container);
    int now = books.clock().now();
    int variant;
    try {
      // Here and not in a method of its own: each frame of ours is one more to walk. The start of a
      // platform thread costs a hundred captures.
      variant =
          virtual
              ? capture.variantOf(capture.asksForTask() ? Tasks.of(thread) : null, id, now)
              : variants.capture();
    } catch (Throwable noMemory) { // must not cost the count of the thread
      books.countProbeError();
      variant = VariantTable.NOT_CAPTURED;
    }
    long parent = Threads.id(Thread.currentThread());
    int home = books.home(pool, variant & ~SpawnCapture.INFERRED);
    registry.add(id, parent, virtual, pool, variant, home, now);
    tally.count(started(virtual, variant), parent);
    variants.countStart(home);
  }

  private static Tally.Event started(boolean virtual, int variant) {
    if (!virtual) {
      return Tally.Event.STARTED_PLATFORM;
    }
    return variant < 0 ? Tally.Event.STARTED_INFERRED : Tally.Event.STARTED_VIRTUAL;
  }

  @SuppressWarnings("ReferenceEquality") // containers are told by identity
  private int poolOf(Thread thread, long id, @Nullable Object container) {
    if (container != null) {
      return container == jdkPools.root() ? 0 : pools.indexOf(container);
    }
    if (!jdkPools.poolsBindWorkers()) {
      return 0;
    }
    int bound = books.bindings().take(id);
    if (bound == 0 && thread instanceof ForkJoinWorkerThread worker) {
      return pools.indexOf(jdkPools.poolOf(worker));
    }
    return bound;
  }

  private void undoStart(Thread thread) {
    // Not NEW: this start failed because another had come before it, and that one counts.
    if (Threads.state(thread) != Thread.State.NEW) {
      return;
    }
    long id = Threads.id(thread);
    Registry.Entry entry = new Registry.Entry();
    boolean known = registry.find(id, entry);
    if (registry.remove(id)) {
      tally.undo(Tally.Event.STARTED_PLATFORM, id);
      if (known) {
        variants.undoStart(books.home(entry.pool, entry.variant));
      }
    }
  }

  private void end(Thread thread, Tally.Event ended) {
    long id = Threads.id(thread);
    if (ended == Tally.Event.ENDED_PLATFORM) {
      books.recentEnds().add(id);
    }
    boolean known = registry.remove(id);
    // The current thread is the carrier where a virtual thread ends.
    long counter = Threads.id(Thread.currentThread());
    tally.count(known ? ended : Tally.Event.ENDED_UNKNOWN, counter);
  }
}
