package io.github.threadleak.jvm;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The length of a pool's queue from the queue's own fields. {@code size()} takes the queue's lock
 * in most of the JDK's queues, and is the application's in its own.
 */
final class QueueLengths {
  private static final @Nullable VarHandle LINKED =
      Fields.find(LinkedBlockingQueue.class, "count", AtomicInteger.class);
  private static final @Nullable VarHandle ARRAY =
      Fields.find(ArrayBlockingQueue.class, "count", int.class);
  private static final @Nullable VarHandle PRIORITY =
      Fields.find(PriorityBlockingQueue.class, "size", int.class);
  private static final @Nullable VarHandle DEQUE =
      Fields.find(LinkedBlockingDeque.class, "count", int.class);
  private static final @Nullable Class<?> DELAYED_CLASS =
      Fields.jdkClass("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue");
  private static final @Nullable VarHandle DELAYED = Fields.find(DELAYED_CLASS, "size", int.class);

  /** Walks the queue, without a lock. */
  private static final @Nullable MethodHandle TRANSFER =
      Fields.own(LinkedTransferQueue.class, "size", int.class);

  private QueueLengths() {}

  /** The tasks in a queue; {@link PoolState#UNKNOWN} for a class that is not the JDK's. */
  static long of(@Nullable Object queue) {
    if (queue instanceof LinkedBlockingQueue) {
      return LINKED == null ? PoolState.UNKNOWN : ((AtomicInteger) LINKED.get(queue)).get();
    }
    if (queue instanceof SynchronousQueue) {
      return 0;
    }
    if (queue == null) {
      return PoolState.UNKNOWN;
    }
    if (queue.getClass() == DELAYED_CLASS) {
      return read(DELAYED, queue);
    }
    if (queue instanceof ArrayBlockingQueue) {
      return read(ARRAY, queue);
    }
    if (queue instanceof PriorityBlockingQueue) {
      return read(PRIORITY, queue);
    }
    if (queue instanceof LinkedBlockingDeque) {
      return read(DEQUE, queue);
    }
    if (queue instanceof LinkedTransferQueue) {
      return Fields.callInt(TRANSFER, queue);
    }
    return PoolState.UNKNOWN;
  }

  // Opaque: the writer holds a lock that this reader does not take.
  private static long read(@Nullable VarHandle field, Object queue) {
    return field == null ? PoolState.UNKNOWN : (int) field.getOpaque(queue);
  }
}
