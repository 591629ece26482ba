package io.github.threadleak.jvm;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What the agent asks of a single thread on every JDK from 17 up, without calling what an
 * application can override.
 */
public final class Threads {
  private static final VarHandle TID;
  private static final MethodHandle STATE;
  private static final MethodHandle STACK_TRACE;
  private static final @Nullable Class<?> VIRTUAL_THREAD;

  static {
    try {
      TID = JdkInternals.field(Thread.class, "tid", long.class);
      MethodHandles.Lookup lookup = JdkInternals.lookup(Thread.class);
      STATE =
          lookup.findSpecial(
              Thread.class, "getState", MethodType.methodType(Thread.State.class), Thread.class);
      STACK_TRACE =
          lookup.findSpecial(
              Thread.class,
              "getStackTrace",
              MethodType.methodType(StackTraceElement[].class),
              Thread.class);
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

  /** The thread's state; {@code Thread.getState} can be overridden. */
  public static Thread.State state(Thread thread) {
    try {
      return (Thread.State) STATE.invokeExact(thread);
    } catch (RuntimeException | Error unexpected) {
      throw unexpected;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The thread's stack; {@code Thread.getStackTrace} can be overridden. */
  public static StackTraceElement[] stackTrace(Thread thread) {
    try {
      return (StackTraceElement[]) STACK_TRACE.invokeExact(thread);
    } catch (RuntimeException | Error unexpected) {
      throw unexpected;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public static boolean isVirtual(Thread thread) {
    return thread.getClass() == VIRTUAL_THREAD;
  }

  /** True where this JDK has virtual threads. */
  public static boolean hasVirtual() {
    return VIRTUAL_THREAD != null;
  }
}
