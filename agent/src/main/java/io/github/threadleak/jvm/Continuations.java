package io.github.threadleak.jvm;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Where a virtual thread's frames are while it does not run. Racy by nature: the thread may move on
 * at any time. Safe for use by many threads; never called by a probe.
 */
public final class Continuations {
  private final VarHandle continuation;
  private final VarHandle tail;
  private final VarHandle carrier;

  /** For a JDK that has virtual threads. */
  public Continuations() throws ReflectiveOperationException {
    Class<?> virtualThread = Class.forName("java.lang.VirtualThread", false, null);
    Class<?> type = Class.forName("jdk.internal.vm.Continuation", false, null);
    Class<?> chunk = Class.forName("jdk.internal.vm.StackChunk", false, null);
    continuation = JdkInternals.field(virtualThread, "cont", type);
    carrier = JdkInternals.field(virtualThread, "carrierThread", Thread.class);
    tail = JdkInternals.field(type, "tail", chunk);
  }

  /**
   * The newest chunk of the thread's frames on the heap: one and the same object while the thread
   * stays parked; null for one that has not run yet or has ended.
   */
  public @Nullable Object tail(Thread virtual) {
    Object its = continuation.get(virtual);
    return its == null ? null : tail.get(its);
  }

  /**
   * The platform thread that it is mounted on, pinned to while parked; null where it is on none.
   */
  public @Nullable Thread carrier(Thread virtual) {
    return (Thread) carrier.getVolatile(virtual);
  }
}
