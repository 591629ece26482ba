package io.github.threadleak.jvm;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
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
  private final MethodHandle allPlatformThreads;

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
    VirtualThreads known = virtual();
    if (known != null) {
      known.forEach(platform(), each);
    }
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

  private synchronized @Nullable VirtualThreads virtual() {
    if (virtual == null && Threads.hasVirtual()) {
      try {
        virtual = new VirtualThreads();
      } catch (ReflectiveOperationException changed) {
        throw new IllegalStateException("virtual threads cannot be listed: " + changed, changed);
      }
    }
    return virtual;
  }

  /** The part that exists from JDK 21 on only. */
  private static final class VirtualThreads {
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

    @SuppressWarnings("unchecked")
    VirtualThreads() throws ReflectiveOperationException {
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
    void forEach(Thread[] platform, Consumer<Thread> each) {
      Set<Object> found = Collections.newSetFromMap(new IdentityHashMap<>());
      Deque<Object> unread = new ArrayDeque<>();
      for (Thread thread : platform) {
        findScopes(thread, found, unread);
      }
      Consumer<Thread> eachAndItsScopes =
          thread -> {
            each.accept(thread);
            findScopes(thread, found, unread);
          };
      if (rootThreads != null) {
        forEachOf(rootThreads, eachAndItsScopes);
      }
      for (WeakReference<Object> reference : containers) {
        Object container = reference.get();
        if (container != null && found.add(container)) {
          forEachIn(container, eachAndItsScopes);
        }
      }
      for (Object container = unread.poll(); container != null; container = unread.poll()) {
        forEachIn(container, eachAndItsScopes);
      }
    }

    private void findScopes(Thread thread, Set<Object> found, Deque<Object> unread) {
      for (Object scope = scopesOfThread.getVolatile(thread);
          scope != null;
          scope = previousScope.getVolatile(scope)) {
        if (threadContainer.isInstance(scope) && found.add(scope)) {
          unread.add(scope);
        }
      }
    }

    private void forEachIn(Object container, Consumer<Thread> each) {
      Class<?> type = container.getClass();
      if (type == sharedContainer) {
        forEachOf(sharedVirtualThreads.get(container), each);
      } else if (type == perTaskExecutor) {
        forEachOf(perTaskThreads.get(container), each);
      } else if (type == flockContainer) {
        forEachOf(flockThreads.get(flock.get(container)), each);
      } else {
        try {
          ((Stream<?>) threads.invokeExact(container))
              .forEach(thread -> acceptVirtual((Thread) thread, each));
        } catch (RuntimeException | Error unexpected) {
          throw unexpected;
        } catch (Throwable impossible) {
          throw new IllegalStateException(impossible);
        }
      }
    }

    private static void forEachOf(@Nullable Object set, Consumer<Thread> each) {
      if (set != null) {
        for (Object thread : (Set<?>) set) {
          acceptVirtual((Thread) thread, each);
        }
      }
    }

    private static void acceptVirtual(Thread thread, Consumer<Thread> each) {
      if (Threads.isVirtual(thread)) {
        each.accept(thread);
      }
    }
  }
}
