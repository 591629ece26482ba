package io.github.threadleak.jvm;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads a ThreadPoolExecutor's fields. Its methods can be overridden, and most of them wait for
 * {@code mainLock}, under which the application's {@code terminated()} runs for as long as it
 * likes.
 */
final class ThreadPools {
  /** As in ThreadPoolExecutor: the run state is in the top three bits, the workers below. */
  private static final int COUNT_MASK = (1 << (Integer.SIZE - 3)) - 1;

  private static final int SHUTDOWN = 0;
  private static final int TIDYING = 2 << (Integer.SIZE - 3);
  private static final int TERMINATED = 3 << (Integer.SIZE - 3);

  /** The lock is held for a few steps at a time, but where a pool terminates. */
  private static final int TRIES = 100;

  private static final @Nullable Class<?> WORKER =
      Fields.jdkClass("java.util.concurrent.ThreadPoolExecutor$Worker");
  private static final @Nullable VarHandle CTL =
      Fields.find(ThreadPoolExecutor.class, "ctl", AtomicInteger.class);
  private static final @Nullable VarHandle MAIN_LOCK =
      Fields.find(ThreadPoolExecutor.class, "mainLock", ReentrantLock.class);
  private static final @Nullable VarHandle WORKERS =
      Fields.find(ThreadPoolExecutor.class, "workers", HashSet.class);
  private static final @Nullable VarHandle QUEUE =
      Fields.find(ThreadPoolExecutor.class, "workQueue", BlockingQueue.class);
  private static final @Nullable VarHandle COMPLETED =
      Fields.find(ThreadPoolExecutor.class, "completedTaskCount", long.class);
  private static final @Nullable VarHandle WORKER_COMPLETED =
      Fields.find(WORKER, "completedTasks", long.class);
  private static final @Nullable VarHandle WORKER_THREAD =
      Fields.find(WORKER, "thread", Thread.class);
  private static final @Nullable VarHandle WORKER_POOL =
      Fields.find(WORKER, "this$0", ThreadPoolExecutor.class);

  private static final @Nullable VarHandle CORE_SIZE =
      Fields.find(ThreadPoolExecutor.class, "corePoolSize", int.class);
  private static final @Nullable VarHandle MAXIMUM_SIZE =
      Fields.find(ThreadPoolExecutor.class, "maximumPoolSize", int.class);

  private static final @Nullable VarHandle KEEP_ALIVE_NANOS =
      Fields.find(ThreadPoolExecutor.class, "keepAliveTime", long.class);

  /** An idle worker that ends within ten minutes piles up nowhere. */
  static final long SHORT_LIFE_NANOS = 600_000_000_000L;

  /** A limit above this is none. */
  private static final int MOST_THREADS = 10_000;

  /** A worker is locked while it runs a task. */
  private static final @Nullable MethodHandle LOCKED =
      Fields.own(WORKER, "isLocked", boolean.class);

  private ThreadPools() {}

  static PoolKind kindOf(ThreadPoolExecutor pool) {
    return pool instanceof ScheduledThreadPoolExecutor ? PoolKind.SCHEDULED : PoolKind.THREAD_POOL;
  }

  static PoolState.Run runOf(ThreadPoolExecutor pool) {
    return CTL == null ? PoolState.Run.UNKNOWN : runIn(((AtomicInteger) CTL.get(pool)).get());
  }

  private static PoolState.Run runIn(int ctl) {
    return ctl < SHUTDOWN
        ? PoolState.Run.RUNNING
        : ctl < TERMINATED ? PoolState.Run.SHUTDOWN : PoolState.Run.TERMINATED;
  }

  /** False where it may start a thread for each task, or where that is not known. */
  static boolean isBounded(ThreadPoolExecutor pool) {
    VarHandle size = pool instanceof ScheduledThreadPoolExecutor ? CORE_SIZE : MAXIMUM_SIZE;
    return size != null && (int) size.getVolatile(pool) <= MOST_THREADS;
  }

  /** True for a worker that runs no task and waits for one with a limit of minutes at most. */
  static boolean endsByItself(@Nullable Object task) {
    Object pool = poolOf(task);
    return task != null
        && pool instanceof ThreadPoolExecutor executor
        && !(pool instanceof ScheduledThreadPoolExecutor)
        && KEEP_ALIVE_NANOS != null
        && (long) KEEP_ALIVE_NANOS.getVolatile(executor) <= SHORT_LIFE_NANOS
        && LOCKED != null
        && !Fields.callBoolean(LOCKED, task);
  }

  static PoolState read(ThreadPoolExecutor pool) {
    PoolKind kind = kindOf(pool);
    long queued = QueueLengths.of(QUEUE == null ? null : QUEUE.get(pool));
    if (CTL == null) {
      return new PoolState(
          kind,
          PoolState.Run.UNKNOWN,
          PoolState.UNKNOWN,
          PoolState.UNKNOWN,
          queued,
          PoolState.UNKNOWN);
    }
    int ctl = ((AtomicInteger) CTL.get(pool)).get();
    PoolState.Run run = runIn(ctl);
    long threads = ctl & COUNT_MASK;
    long active = threads == 0 ? 0 : PoolState.UNKNOWN;
    long completed = PoolState.UNKNOWN;
    Set<?> workers = workers(pool);
    ReentrantLock lock = workers == null ? null : lockOf(pool, ctl);
    if (lock != null && workers != null) {
      try {
        active = 0;
        completed = COMPLETED == null ? PoolState.UNKNOWN : (long) COMPLETED.get(pool);
        for (Object worker : workers) {
          if (Fields.callBoolean(LOCKED, worker)) {
            active++;
          }
          if (completed != PoolState.UNKNOWN && WORKER_COMPLETED != null) {
            completed += (long) WORKER_COMPLETED.getVolatile(worker);
          }
        }
        threads = Math.max(threads, active);
      } finally {
        lock.unlock();
      }
    }
    return new PoolState(kind, run, threads, active, queued, completed);
  }

  /** The names of a few of its threads; empty where the pool is locked. */
  static List<String> workerNames(ThreadPoolExecutor pool, int most) {
    List<String> names = new ArrayList<>();
    Set<?> workers = workers(pool);
    ReentrantLock lock = workers == null || WORKER_THREAD == null ? null : lockOf(pool, 0);
    if (lock != null && workers != null && WORKER_THREAD != null) {
      try {
        for (Object worker : workers) {
          Thread thread = (Thread) WORKER_THREAD.get(worker);
          if (thread != null && names.size() < most) {
            names.add(thread.getName());
          }
        }
      } finally {
        lock.unlock();
      }
    }
    return names;
  }

  /** The pool of a thread that runs this task, if the task is a worker of one. */
  static @Nullable Object poolOf(@Nullable Object task) {
    return task != null && task.getClass() == WORKER && WORKER_POOL != null
        ? WORKER_POOL.get(task)
        : null;
  }

  private static @Nullable Set<?> workers(ThreadPoolExecutor pool) {
    return WORKERS == null || LOCKED == null ? null : (Set<?>) WORKERS.get(pool);
  }

  /** The lock, held; null where it was not to be had at once. */
  private static @Nullable ReentrantLock lockOf(ThreadPoolExecutor pool, int ctl) {
    ReentrantLock lock = MAIN_LOCK == null ? null : (ReentrantLock) MAIN_LOCK.get(pool);
    if (lock == null) {
      return null;
    }
    int tries = ctl >= TIDYING ? 1 : TRIES;
    for (int i = 0; i < tries; i++) {
      if (lock.tryLock()) {
        return lock;
      }
      Thread.onSpinWait();
    }
    return null;
  }
}
