package io.github.threadleak.jvm;

import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads pools from the JDK's own fields: calls nothing that an application can override, and waits
 * for no lock. What a later JDK does not have is unknown, never an exception. Stateless; never
 * called by a probe.
 */
public final class PoolReader {
  private static final @Nullable Class<?> CONTAINER =
      Fields.jdkClass("jdk.internal.vm.ThreadContainer");
  private static final @Nullable Class<?> SHARED =
      Fields.jdkClass("jdk.internal.vm.SharedThreadContainer");
  private static final @Nullable Class<?> PER_TASK = Fields.jdkClass(PoolKind.PER_TASK.className());
  private static final @Nullable VarHandle PER_TASK_STATE =
      Fields.find(PER_TASK, "state", int.class);
  private static final @Nullable VarHandle PER_TASK_THREADS =
      Fields.find(PER_TASK, "threads", Set.class);
  private static final @Nullable VarHandle THREAD_CONTAINER =
      Fields.find(Thread.class, "container", CONTAINER);

  /** JDK 17: what a thread runs; its holder has it later. */
  private static final @Nullable VarHandle TARGET =
      Fields.find(Thread.class, "target", Runnable.class);

  private static final @Nullable Class<?> HOLDER = Fields.jdkClass("java.lang.Thread$FieldHolder");
  private static final @Nullable VarHandle THREAD_HOLDER =
      Fields.find(Thread.class, "holder", HOLDER);
  private static final @Nullable VarHandle HOLDER_TASK =
      Fields.find(HOLDER, "task", Runnable.class);
  private static final @Nullable VarHandle WORKER_POOL =
      Fields.find(ForkJoinWorkerThread.class, "pool", ForkJoinPool.class);

  private PoolReader() {}

  /** The state of an executor of the JDK's or a subclass; null for any other object. */
  public static @Nullable PoolState read(Object executor) {
    if (executor instanceof ThreadPoolExecutor pool) {
      return ThreadPools.read(pool);
    }
    if (executor instanceof ForkJoinPool pool) {
      return ForkJoinPools.read(pool);
    }
    if (executor.getClass() == PER_TASK) {
      long threads =
          PER_TASK_THREADS == null
              ? PoolState.UNKNOWN
              : ((Set<?>) PER_TASK_THREADS.get(executor)).size();
      return new PoolState(
          PoolKind.PER_TASK, perTaskRun(executor), threads, threads, 0, PoolState.UNKNOWN);
    }
    return null;
  }

  /** The JDK's class of an executor; null for any other object. Reads none of its state. */
  public static @Nullable PoolKind kindOf(Object executor) {
    if (executor instanceof ThreadPoolExecutor pool) {
      return ThreadPools.kindOf(pool);
    }
    return executor instanceof ForkJoinPool
        ? PoolKind.FORK_JOIN
        : executor.getClass() == PER_TASK ? PoolKind.PER_TASK : null;
  }

  /** How far an executor is in its life; takes no lock at all. */
  public static PoolState.Run runOf(Object executor) {
    if (executor instanceof ThreadPoolExecutor pool) {
      return ThreadPools.runOf(pool);
    }
    if (executor instanceof ForkJoinPool pool) {
      return ForkJoinPools.run(pool);
    }
    return executor.getClass() == PER_TASK ? perTaskRun(executor) : PoolState.Run.UNKNOWN;
  }

  /** True where an executor never has more than so many threads, however many tasks it gets. */
  public static boolean isBounded(Object executor) {
    return executor instanceof ForkJoinPool
        || (executor instanceof ThreadPoolExecutor pool && ThreadPools.isBounded(pool));
  }

  /** True for what threads are started in on behalf of a pool: not for a structured scope. */
  public static boolean isPool(Object created) {
    Class<?> type = created.getClass();
    return type == SHARED
        || type == PER_TASK
        || created instanceof ThreadPoolExecutor
        || created instanceof ForkJoinPool;
  }

  /** True for a container that does not say by itself which executor it is part of. */
  public static boolean isBareContainer(Object pool) {
    return pool.getClass() == SHARED;
  }

  /** The names of a few live threads of an executor. */
  public static List<String> threadNames(Object executor, int most) {
    if (executor instanceof ThreadPoolExecutor pool) {
      return ThreadPools.workerNames(pool, most);
    }
    if (executor instanceof ForkJoinPool pool) {
      return ForkJoinPools.workerNames(pool, most);
    }
    List<String> names = new ArrayList<>();
    if (executor.getClass() == PER_TASK && PER_TASK_THREADS != null) {
      for (Object thread : (Set<?>) PER_TASK_THREADS.get(executor)) {
        if (names.size() == most) {
          break;
        }
        names.add(((Thread) thread).getName());
      }
    }
    return names;
  }

  public static boolean isCommonPool(Object executor) {
    return executor instanceof ForkJoinPool pool && ForkJoinPools.isCommon(pool);
  }

  /** True for the pool whose threads carry virtual threads. */
  public static boolean isCarrierPool(Object executor) {
    return executor instanceof ForkJoinPool pool && ForkJoinPools.isCarriers(pool);
  }

  /**
   * The executor that a platform thread works for, told by what it runs; null where it is no
   * worker, or a factory has wrapped its task.
   */
  public static @Nullable Object executorOf(Thread thread) {
    if (thread instanceof ForkJoinWorkerThread && WORKER_POOL != null) {
      return WORKER_POOL.get(thread);
    }
    return ThreadPools.poolOf(taskOf(thread));
  }

  /**
   * True for an idle worker that its pool lets end within minutes unless a task comes: as far as it
   * can be told without its stack.
   *
   * @param blocker what it is parked on
   */
  @SuppressWarnings("ReferenceEquality") // a pool may have an equals of its own
  public static boolean endsByItself(Thread thread, Thread.State state, @Nullable Object blocker) {
    if (state != Thread.State.TIMED_WAITING) {
      return false;
    }
    if (thread instanceof ForkJoinWorkerThread && WORKER_POOL != null) {
      Object pool = WORKER_POOL.get(thread);
      return pool != null && pool == blocker && ForkJoinPools.isShortLived((ForkJoinPool) pool);
    }
    return ThreadPools.endsByItself(taskOf(thread));
  }

  /** What a platform thread was made to run. */
  private static @Nullable Object taskOf(Thread thread) {
    if (TARGET != null) {
      return TARGET.get(thread);
    }
    Object holder = THREAD_HOLDER == null ? null : THREAD_HOLDER.get(thread);
    return holder == null || HOLDER_TASK == null ? null : HOLDER_TASK.get(holder);
  }

  /** True from JDK 21 on, where a container ties a pool to its threads. */
  public static boolean hasContainers() {
    return SHARED != null;
  }

  /** The container that a thread was started in; null on 17, and where no pool started it. */
  public static @Nullable Object containerOf(Thread thread) {
    return THREAD_CONTAINER == null ? null : THREAD_CONTAINER.get(thread);
  }

  /** Passes each executor's container that the JDK has registered on; none on 17. */
  public static void forEachContainer(Consumer<Object> each) {
    for (WeakReference<Object> reference : Registered.CONTAINERS) {
      Object container = reference.get();
      if (container != null) {
        each.accept(container);
      }
    }
  }

  private static PoolState.Run perTaskRun(Object executor) {
    if (PER_TASK_STATE == null) {
      return PoolState.Run.UNKNOWN;
    }
    return switch ((int) PER_TASK_STATE.getVolatile(executor)) {
      case 0 -> PoolState.Run.RUNNING;
      case 1 -> PoolState.Run.SHUTDOWN;
      case 2 -> PoolState.Run.TERMINATED;
      default -> PoolState.Run.UNKNOWN;
    };
  }

  /** Apart, since the look-up initialises the JDK's class. */
  private static final class Registered {
    static final Set<WeakReference<Object>> CONTAINERS = find();

    @SuppressWarnings("unchecked")
    private static Set<WeakReference<Object>> find() {
      Class<?> registry = Fields.jdkClass("jdk.internal.vm.ThreadContainers");
      if (registry == null) {
        return Set.of();
      }
      try {
        return (Set<WeakReference<Object>>)
            JdkInternals.staticField(registry, "CONTAINER_REGISTRY", Set.class).get();
      } catch (ReflectiveOperationException missing) {
        return Set.of();
      }
    }
  }
}
