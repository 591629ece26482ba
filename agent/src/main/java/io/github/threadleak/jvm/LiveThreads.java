package io.github.threadleak.jvm;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Queue;
import java.util.Set;
import java.util.Spliterator;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists the live threads of this JVM: platform threads in one call, virtual threads from the
 * containers that hold them, each container read once.
 *
 * <p>Asking a container for its children, or a shared container for its threads, walks all
 * containers or all platform threads each time; so the sets are read where they stand. Weakly
 * consistent: a thread that starts or ends meanwhile may or may not be listed. Safe for use by many
 * threads; never called by a probe.
 */
public final class LiveThreads {
  private static final Parts NO_PARTS =
      new Parts() {
        @Override
        public boolean next(Consumer<Thread> each) {
          return false;
        }

        @Override
        public long size() {
          return 0;
        }
      };

  private final MethodHandle allPlatformThreads;
  private final Untracked untracked = new Untracked();

  // Made when first asked for: it initialises classes that an application may never need.
  private @Nullable VirtualThreads virtual;

  public LiveThreads() throws ReflectiveOperationException {
    allPlatformThreads =
        JdkInternals.staticMethod(
            Thread.class, "getThreads", MethodType.methodType(Thread[].class));
  }

  /** All live platform threads that the JVM shows, among them those attached by native code. */
  public Thread[] platform() {
    try {
      return (Thread[]) allPlatformThreads.invokeExact();
    } catch (RuntimeException | Error unexpected) {
      throw unexpected;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Passes each live virtual thread that a container holds to {@code each}. */
  public void forEachVirtual(Consumer<Thread> each) {
    Parts parts = virtual(platform());
    while (parts.next(each)) {
      // the work is in the condition
    }
  }

  /**
   * The live virtual threads in parts that several threads can share.
   *
   * @param platform the live platform threads, which may have opened structured scopes
   */
  public Parts virtual(Thread[] platform) {
    VirtualThreads known = virtual();
    return known == null ? NO_PARTS : known.new Walk(platform);
  }

  /** Parts of the live virtual threads, each handed out once. Safe for use by many threads. */
  public interface Parts {
    /** Passes the threads of one more part to {@code each}; false when there is none. */
    boolean next(Consumer<Thread> each);

    /** How many threads there are to pass, about. */
    long size();
  }

  /**
   * True where every started virtual thread is in some container; false with {@code
   * jdk.trackAllThreads=false}, where those started directly are in none and only the registry
   * knows of them.
   */
  public boolean tracksAllVirtual() {
    VirtualThreads known = virtual();
    return known == null || known.rootThreads != null;
  }

  /** Takes virtual threads out of the JDK's own list; they are listed here all the same. */
  public Untracked untracked() {
    virtual();
    return untracked;
  }

  private synchronized @Nullable VirtualThreads virtual() {
    if (virtual == null && Threads.hasVirtual()) {
      try {
        virtual = new VirtualThreads(untracked);
        untracked.useList(virtual.rootThreads);
      } catch (ReflectiveOperationException changed) {
        throw new IllegalStateException("virtual threads cannot be listed: " + changed, changed);
      }
    }
    return virtual;
  }

  /** The part that exists from JDK 21 on only. */
  private static final class VirtualThreads {
    /** Threads in a part, about. */
    private static final int PART = 1 << 14;

    private final Class<?> threadContainer;
    private final Class<?> sharedContainer;
    private final Class<?> perTaskExecutor;
    private final Class<?> flockContainer;
    private final VarHandle sharedVirtualThreads;
    private final VarHandle perTaskThreads;
    private final VarHandle flock;
    private final VarHandle flockThreads;
    private final VarHandle scopesOfThread;
    private final VarHandle previousScope;
    private final MethodHandle threads;
    private final Set<WeakReference<Object>> containers;
    private final @Nullable Set<Thread> rootThreads;
    private final Untracked untracked;

    @SuppressWarnings("unchecked")
    VirtualThreads(Untracked untracked) throws ReflectiveOperationException {
      this.untracked = untracked;
      threadContainer = jdk("jdk.internal.vm.ThreadContainer");
      sharedContainer = jdk("jdk.internal.vm.SharedThreadContainer");
      perTaskExecutor = jdk("java.util.concurrent.ThreadPerTaskExecutor");
      flockContainer = jdk("jdk.internal.misc.ThreadFlock$ThreadContainerImpl");
      Class<?> threadFlock = jdk("jdk.internal.misc.ThreadFlock");
      sharedVirtualThreads = JdkInternals.field(sharedContainer, "virtualThreads", Set.class);
      perTaskThreads = JdkInternals.field(perTaskExecutor, "threads", Set.class);
      flock = JdkInternals.field(flockContainer, "flock", threadFlock);
      flockThreads = JdkInternals.field(threadFlock, "threads", Set.class);
      Class<?> scope = jdk("jdk.internal.vm.StackableScope");
      scopesOfThread = JdkInternals.field(Thread.class, "headStackableScopes", scope);
      previousScope = JdkInternals.field(scope, "previous", scope);
      threads =
          JdkInternals.lookup(threadContainer)
              .findVirtual(threadContainer, "threads", MethodType.methodType(Stream.class))
              .asType(MethodType.methodType(Stream.class, Object.class));
      Class<?> registry = jdk("jdk.internal.vm.ThreadContainers");
      containers =
          (Set<WeakReference<Object>>)
              JdkInternals.staticField(registry, "CONTAINER_REGISTRY", Set.class).get();
      boolean tracking =
          (boolean) JdkInternals.staticField(registry, "TRACK_ALL_THREADS", boolean.class).get();
      rootThreads =
          tracking
              ? (Set<Thread>)
                  JdkInternals.staticField(
                          jdk(
                              "jdk.internal.vm.ThreadContainers$RootContainer$TrackingRootContainer"),
                          "VTHREADS",
                          Set.class)
                      .get()
              : null;
    }

    private static Class<?> jdk(String name) throws ClassNotFoundException {
      return Class.forName(name, true, null);
    }

    /**
     * A structured scope is registered only where a virtual thread without a pool opened it; the
     * others are found on the scope stacks of the threads that opened them.
     */
    final class Walk implements Parts {
      private final Set<Object> found =
          Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
      private final Queue<Spliterator<?>> unread = new ConcurrentLinkedQueue<>();
      private final AtomicInteger reading = new AtomicInteger();

      // Guarded by this; the ids of those outside the JDK's list, once the walk has begun.
      private @Nullable Set<Long> passed;

      Walk(Thread[] platform) {
        if (rootThreads != null) {
          add(rootThreads);
        }
        for (WeakReference<Object> reference : containers) {
          Object container = reference.get();
          if (container != null && found.add(container)) {
            addThreadsOf(container);
          }
        }
        for (Thread thread : platform) {
          findScopes(thread);
        }
      }

      @Override
      public long size() {
        long size = 0;
        for (Spliterator<?> part : unread) {
          long its = part.estimateSize();
          size += its == Long.MAX_VALUE ? 0 : its; // not known
        }
        return size;
      }

      @Override
      public boolean next(Consumer<Thread> each) {
        reading.incrementAndGet();
        boolean more = false;
        try {
          Set<Long> apart = begin(each);
          Spliterator<?> part = unread.poll();
          if (part != null) {
            part.forEachRemaining(
                listed -> {
                  Thread thread = (Thread) listed;
                  // One that is put back into the JDK's list meanwhile must not be seen twice.
                  if (apart.isEmpty() || !apart.contains(Threads.id(thread))) {
                    pass(thread, each);
                  }
                });
            more = true;
          }
        } finally {
          boolean alone = reading.decrementAndGet() == 0;
          if (!more && alone) {
            untracked.endWalk(this);
          }
        }
        return more;
      }

      /**
       * Whoever comes first passes the threads that are outside the JDK's list, and holds none of
       * them after that: a collection may be asking whether anybody does.
       */
      private synchronized Set<Long> begin(Consumer<Thread> each) {
        Set<Long> known = passed;
        if (known != null) {
          return known;
        }
        Set<Long> ids = new HashSet<>();
        passed = ids;
        for (WeakReference<Thread> reference : untracked.beginWalk(this)) {
          Thread thread = reference.get();
          if (thread != null) {
            ids.add(Threads.id(thread));
            pass(thread, each);
          }
        }
        return ids;
      }

      private void pass(Thread thread, Consumer<Thread> each) {
        if (Threads.isVirtual(thread)) {
          each.accept(thread);
          findScopes(thread);
        }
      }

      private void add(@Nullable Object set) {
        if (set != null) {
          addInParts(((Set<?>) set).spliterator());
        }
      }

      private void addInParts(Spliterator<?> threads) {
        if (threads.estimateSize() > PART) {
          Spliterator<?> half = threads.trySplit();
          if (half != null) {
            addInParts(half);
            addInParts(threads);
            return;
          }
        }
        unread.add(threads);
      }

      private void findScopes(Thread thread) {
        for (Object scope = scopesOfThread.getVolatile(thread);
            scope != null;
            scope = previousScope.getVolatile(scope)) {
          if (threadContainer.isInstance(scope) && found.add(scope)) {
            addThreadsOf(scope);
          }
        }
      }

      private void addThreadsOf(Object container) {
        Class<?> type = container.getClass();
        if (type == sharedContainer) {
          add(sharedVirtualThreads.get(container));
        } else if (type == perTaskExecutor) {
          add(perTaskThreads.get(container));
        } else if (type == flockContainer) {
          add(flockThreads.get(flock.get(container)));
        } else {
          try {
            unread.add(((Stream<?>) threads.invokeExact(container)).spliterator());
          } catch (RuntimeException | Error unexpected) {
            throw unexpected;
          } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
          }
        }
      }
    }
  }
}
