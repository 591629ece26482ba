package io.github.threadleak.jvm;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;

/**
 * Reads a ForkJoinPool by its own getters, which take no lock, whatever a subclass overrides. Not
 * by {@code isTerminated}, which on JDK 25 helps to terminate the pool and so cancels tasks of the
 * application. Initialised when a first pool is there: the class ForkJoinPool reads system
 * properties that the application may want to set before.
 */
final class ForkJoinPools {
  private static final @Nullable MethodHandle SIZE = own("getPoolSize", int.class);
  private static final @Nullable MethodHandle ACTIVE = own("getActiveThreadCount", int.class);
  private static final @Nullable MethodHandle QUEUED = own("getQueuedTaskCount", long.class);
  private static final @Nullable MethodHandle SUBMITTED =
      own("getQueuedSubmissionCount", int.class);

  /** JDK 25: tasks that are not due yet. */
  private static final @Nullable MethodHandle DELAYED = own("getDelayedTaskCount", long.class);

  private static final @Nullable MethodHandle STEALS = own("getStealCount", long.class);

  private static final @Nullable Field RUN_STATE_FIELD = declared("runState", "mode");
  private static final @Nullable VarHandle RUN_STATE = handle(RUN_STATE_FIELD);
  private static final long SHUTDOWN = constant("SHUTDOWN");
  private static final long TERMINATED = constant("TERMINATED");

  private static final @Nullable Class<?> QUEUE =
      Fields.jdkClass("java.util.concurrent.ForkJoinPool$WorkQueue");
  private static final @Nullable VarHandle QUEUES =
      QUEUE == null ? null : Fields.find(ForkJoinPool.class, "queues", QUEUE.arrayType());
  private static final @Nullable VarHandle OWNER =
      Fields.find(QUEUE, "owner", ForkJoinWorkerThread.class);
  private static final @Nullable VarHandle KEEP_ALIVE_MILLIS =
      Fields.find(ForkJoinPool.class, "keepAlive", long.class);
  private static final @Nullable VarHandle NAME_PREFIX =
      Fields.find(ForkJoinPool.class, "workerNamePrefix", String.class);
  private static final @Nullable VarHandle FACTORY =
      Fields.find(ForkJoinPool.class, "factory", ForkJoinPool.ForkJoinWorkerThreadFactory.class);

  private ForkJoinPools() {}

  static PoolState read(ForkJoinPool pool) {
    long threads = Fields.callInt(SIZE, pool);
    long active = Fields.callInt(ACTIVE, pool);
    long queued = sum(Fields.callLong(QUEUED, pool), Fields.callInt(SUBMITTED, pool));
    if (DELAYED != null) {
      queued = sum(queued, Fields.callLong(DELAYED, pool));
    }
    // A worker counts as active before it counts as there.
    return new PoolState(
        PoolKind.FORK_JOIN,
        run(pool),
        Math.max(threads, 0),
        threads < 0 ? active : Math.min(active, threads),
        queued,
        Fields.callLong(STEALS, pool));
  }

  static PoolState.Run run(ForkJoinPool pool) {
    if (RUN_STATE == null || RUN_STATE_FIELD == null || SHUTDOWN == 0 || TERMINATED == 0) {
      return PoolState.Run.UNKNOWN;
    }
    long state =
        RUN_STATE_FIELD.getType() == long.class
            ? (long) RUN_STATE.getVolatile(pool)
            : (int) RUN_STATE.getVolatile(pool);
    if ((state & TERMINATED) != 0) {
      return PoolState.Run.TERMINATED;
    }
    return (state & SHUTDOWN) != 0 ? PoolState.Run.SHUTDOWN : PoolState.Run.RUNNING;
  }

  /** True where an idle worker ends within minutes. */
  static boolean isShortLived(ForkJoinPool pool) {
    return KEEP_ALIVE_MILLIS != null
        && (long) KEEP_ALIVE_MILLIS.get(pool) <= ThreadPools.SHORT_LIFE_NANOS / 1_000_000;
  }

  /** The names of a few of its threads. */
  static List<String> workerNames(ForkJoinPool pool, int most) {
    List<String> names = new ArrayList<>();
    Object[] queues = QUEUES == null || OWNER == null ? null : (Object[]) QUEUES.getVolatile(pool);
    for (int i = 0; queues != null && OWNER != null && i < queues.length; i++) {
      Thread owner = queues[i] == null ? null : (Thread) OWNER.get(queues[i]);
      if (owner != null && names.size() < most) {
        names.add(owner.getName());
      }
    }
    return names;
  }

  /** The common pool is the one whose workers get their names otherwise. */
  static boolean isCommon(ForkJoinPool pool) {
    return NAME_PREFIX != null && NAME_PREFIX.get(pool) == null;
  }

  /** True for the JDK's scheduler, whose threads are the carriers of virtual threads. */
  static boolean isCarriers(ForkJoinPool pool) {
    Object factory = FACTORY == null ? null : FACTORY.get(pool);
    return factory != null && factory.getClass().getName().startsWith("java.lang.VirtualThread");
  }

  private static long sum(long a, long b) {
    return a == PoolState.UNKNOWN || b == PoolState.UNKNOWN ? PoolState.UNKNOWN : a + b;
  }

  private static @Nullable MethodHandle own(String method, Class<?> type) {
    return Fields.own(ForkJoinPool.class, method, type);
  }

  private static @Nullable Field declared(String... names) {
    for (String name : names) {
      try {
        return ForkJoinPool.class.getDeclaredField(name);
      } catch (NoSuchFieldException otherJdk) {
        // the next
      }
    }
    return null;
  }

  private static @Nullable VarHandle handle(@Nullable Field field) {
    if (field == null || (field.getType() != int.class && field.getType() != long.class)) {
      return null;
    }
    return Fields.find(ForkJoinPool.class, field.getName(), field.getType());
  }

  /** A bit of the run state, which has another place and type on each JDK; 0 for none. */
  private static long constant(String name) {
    try {
      Field field = declared(name);
      MethodHandles.Lookup lookup = JdkInternals.lookup(ForkJoinPool.class);
      return field == null ? 0 : ((Number) lookup.unreflectVarHandle(field).get()).longValue();
    } catch (ReflectiveOperationException | RuntimeException otherJdk) {
      return 0;
    }
  }
}
