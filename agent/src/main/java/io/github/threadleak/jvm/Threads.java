package io.github.threadleak.jvm;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What the agent asks of a single thread on every JDK from 17 up, without calling what an
 * application can override.
 */
public final class Threads {
  private static final VarHandle TID;
  private static final @Nullable Class<?> VIRTUAL_THREAD;

  static {
    try {
      TID = JdkInternals.field(Thread.class, "tid", long.class);
    } catch (ReflectiveOperationException missing) {
      throw new ExceptionInInitializerError(missing);
    }
    Class<?> virtual = null;
    try {
      virtual = Class.forName("java.lang.VirtualThread", false, null);
    } catch (ClassNotFoundException before21) {
      // this JDK has none
    }
    VIRTUAL_THREAD = virtual;
  }

  private Threads() {}

  /**
   * The thread's id. {@code Thread.getId} can be overridden, and is deprecated where {@code
   * threadId} exists.
   */
  public static long id(Thread thread) {
    return (long) TID.get(thread);
  }

  public static boolean isVirtual(Thread thread) {
    return thread.getClass() == VIRTUAL_THREAD;
  }

  /** True where this JDK has virtual threads. */
  public static boolean hasVirtual() {
    return VIRTUAL_THREAD != null;
  }
}
