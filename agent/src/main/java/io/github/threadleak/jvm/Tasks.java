package io.github.threadleak.jvm;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * What a virtual thread was given to run, and the task inside a task that only wraps another.
 * Probes call it: it runs nothing of the application's. Stateless.
 */
public final class Tasks {
  /** No wrapper. */
  public static final long NOTHING_INSIDE = 0;

  private static final @Nullable VarHandle CONTINUATION;
  private static final @Nullable VarHandle TARGET;
  private static final @Nullable VarHandle TASK;

  /** {@code Unsafe.getReference} on JDK's own instance: (Object, long)Object. */
  private static final @Nullable MethodHandle REFERENCE_AT;

  private static final @Nullable MethodHandle OFFSET_OF;

  static {
    VarHandle continuation = null;
    VarHandle target = null;
    VarHandle task = null;
    MethodHandle referenceAt = null;
    MethodHandle offsetOf = null;
    try {
      Class<?> virtualThread = Class.forName("java.lang.VirtualThread", false, null);
      Class<?> type = Class.forName("jdk.internal.vm.Continuation", false, null);
      Class<?> wrap = Class.forName("java.lang.VirtualThread$VThreadContinuation$1", false, null);
      continuation = JdkInternals.field(virtualThread, "cont", type);
      target = JdkInternals.field(type, "target", Runnable.class);
      task = JdkInternals.field(wrap, "val$task", Runnable.class);
      Class<?> unsafe = Class.forName("jdk.internal.misc.Unsafe", true, null);
      Object its =
          JdkInternals.staticMethod(unsafe, "getUnsafe", MethodType.methodType(unsafe))
              .asType(MethodType.methodType(Object.class))
              .invokeExact();
      MethodHandles.Lookup lookup = JdkInternals.lookup(unsafe);
      referenceAt =
          lookup
              .findVirtual(
                  unsafe,
                  "getReference",
                  MethodType.methodType(Object.class, Object.class, long.class))
              .bindTo(its);
      offsetOf =
          lookup
              .findVirtual(
                  unsafe, "objectFieldOffset", MethodType.methodType(long.class, Field.class))
              .bindTo(its);
    } catch (Throwable before21OrChanged) {
      task = null;
    }
    CONTINUATION = continuation;
    TARGET = target;
    TASK = task;
    REFERENCE_AT = referenceAt;
    OFFSET_OF = offsetOf;
  }

  private Tasks() {}

  /**
   * Takes each path once, with a virtual thread that is never started, so that no probe is the
   * first to link a call. Not for probes.
   */
  public static void prepare() throws ReflectiveOperationException {
    if (TASK != null) {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      Runnable task = new FutureTask<>(() -> "");
      Object seen = of((Thread) type.getMethod("unstarted", Runnable.class).invoke(builder, task));
      if (seen != null) {
        inside(seen, insideOf(FutureTask.class));
      }
    }
  }

  /** What a virtual thread that has just been started is to run; null where that does not show. */
  public static @Nullable Object of(Thread virtual) {
    VarHandle task = TASK;
    VarHandle target = TARGET;
    VarHandle continuation = CONTINUATION;
    if (task == null || target == null || continuation == null) {
      return null;
    }
    return task.get(target.get(continuation.get(virtual)));
  }

  /**
   * The task inside a wrapper, null where there is none.
   *
   * @param offset what {@link #insideOf} gave for the class of {@code wrapper}
   */
  public static @Nullable Object inside(Object wrapper, long offset) {
    MethodHandle referenceAt = REFERENCE_AT;
    if (referenceAt == null) {
      return null;
    }
    try {
      return (Object) referenceAt.invokeExact(wrapper, offset);
    } catch (RuntimeException | Error unexpected) {
      throw unexpected;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Where a class keeps the one task that it wraps: the offset of its only field of a functional
   * type, {@link #NOTHING_INSIDE} where it has none or several. Asked for classes of the JDK, such
   * as FutureTask, and for lambdas, whose fields' types are loaded: looking at others could run the
   * application's class loaders. Not for probes.
   */
  public static long insideOf(Class<?> wrapper) {
    MethodHandle offsetOf = OFFSET_OF;
    boolean safe = wrapper.getClassLoader() == null || wrapper.isHidden();
    if (!safe || offsetOf == null) {
      return NOTHING_INSIDE;
    }
    try {
      Field only = null;
      for (Class<?> type = wrapper; type != null; type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers()) && isFunctional(field.getType())) {
            if (only != null) {
              return NOTHING_INSIDE;
            }
            only = field;
          }
        }
      }
      return only == null ? NOTHING_INSIDE : (long) offsetOf.invokeExact(only);
    } catch (Throwable notReadable) {
      return NOTHING_INSIDE;
    }
  }

  private static boolean isFunctional(Class<?> type) {
    return type == Runnable.class
        || type == Callable.class
        || (type.isInterface() && type.getPackageName().equals("java.util.function"));
  }
}
