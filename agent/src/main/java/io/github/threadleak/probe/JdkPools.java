package io.github.threadleak.probe;

import io.github.threadleak.jvm.JdkInternals;
import io.github.threadleak.jvm.Threads;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * How this JDK ties threads to pools: from 21 on by a thread container that a thread is started in,
 * on 17 by the worker that holds the thread. Immutable.
 */
final class JdkPools {
  private final @Nullable Object root;
  private final @Nullable Class<?> rootType;
  private final @Nullable Class<?> shared;
  private final @Nullable VarHandle executorContainer;
  private final @Nullable VarHandle forkJoinContainer;
  private final @Nullable VarHandle workerThread;
  private final @Nullable VarHandle forkJoinPool;

  JdkPools() throws ReflectiveOperationException {
    if (Threads.hasVirtual()) {
      Class<?> containers = Class.forName("jdk.internal.vm.ThreadContainers", true, null);
      Class<?> container = Class.forName("jdk.internal.vm.ThreadContainer", false, null);
      MethodHandle rootOf =
          JdkInternals.staticMethod(containers, "root", MethodType.methodType(container))
              .asType(MethodType.methodType(Object.class));
      root = invoke(rootOf);
      rootType = Class.forName("jdk.internal.vm.ThreadContainers$RootContainer", false, null);
      shared = Class.forName("jdk.internal.vm.SharedThreadContainer", false, null);
      executorContainer = JdkInternals.field(ThreadPoolExecutor.class, "container", shared);
      forkJoinContainer = JdkInternals.field(ForkJoinPool.class, "container", shared);
      workerThread = null;
      forkJoinPool = null;
    } else {
      root = null;
      rootType = null;
      shared = null;
      executorContainer = null;
      forkJoinContainer = null;
      workerThread =
          JdkInternals.field(
              Class.forName("java.util.concurrent.ThreadPoolExecutor$Worker", false, null),
              "thread",
              Thread.class);
      forkJoinPool = JdkInternals.field(ForkJoinWorkerThread.class, "pool", ForkJoinPool.class);
    }
  }

  private static Object invoke(MethodHandle handle) {
    try {
      return (Object) handle.invokeExact();
    } catch (RuntimeException | Error unexpected) {
      throw unexpected;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The container of threads that no pool started; null on 17. */
  @Nullable Object root() {
    return root;
  }

  boolean isPool(Object created) {
    return rootType == null || !rootType.isInstance(created);
  }

  /**
   * True where threads outlive tasks: a ThreadPoolExecutor or ForkJoinPool, but not an executor of
   * one thread a task.
   */
  boolean hasWorkers(Object pool) {
    return shared == null || pool.getClass() == shared;
  }

  /**
   * The container that an executor starts its threads in; null for what is tied to its threads by
   * itself, as everything is on 17.
   */
  @Nullable Object containerOf(Object created) {
    if (executorContainer != null && created instanceof ThreadPoolExecutor) {
      return read(executorContainer, created);
    }
    if (forkJoinContainer != null && created instanceof ForkJoinPool) {
      return read(forkJoinContainer, created);
    }
    return null;
  }

  /**
   * Reads what no executor has been made for: that would take the application's first pool number,
   * and read system properties that it may want to set before.
   */
  void warmUp() {
    for (VarHandle container : new VarHandle[] {executorContainer, forkJoinContainer}) {
      try {
        if (container != null) {
          read(container, null);
        }
      } catch (NullPointerException expected) {
        // the call is linked by now
      }
    }
  }

  private static Object read(VarHandle field, @Nullable Object owner) {
    return field.get(owner);
  }

  /** True on 17, where a thread is bound to its pool before it starts. */
  boolean poolsBindWorkers() {
    return shared == null;
  }

  /** JDK 17: the pool of a worker; {@code getPool} can be overridden. */
  Object poolOf(ForkJoinWorkerThread worker) {
    return forkJoinPool == null ? worker : forkJoinPool.get(worker);
  }

  @Nullable Thread threadOf(Object worker) {
    return workerThread == null ? null : (Thread) workerThread.get(worker);
  }
}
