package io.github.threadleak.jvm;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Looks members of the JDK up that a later JDK may lack: null then, where {@link JdkInternals}
 * throws.
 */
final class Fields {
  private Fields() {}

  static @Nullable VarHandle find(@Nullable Class<?> owner, String name, @Nullable Class<?> type) {
    if (owner == null || type == null) {
      return null;
    }
    try {
      return JdkInternals.field(owner, name, type);
    } catch (ReflectiveOperationException missing) {
      return null;
    }
  }

  /** A method of the class itself, never a subclass's; {@code (Object) -> type} when called. */
  static @Nullable MethodHandle own(@Nullable Class<?> owner, String name, Class<?> type) {
    if (owner == null) {
      return null;
    }
    try {
      return JdkInternals.lookup(owner)
          .findSpecial(owner, name, MethodType.methodType(type), owner)
          .asType(MethodType.methodType(type, Object.class));
    } catch (ReflectiveOperationException missing) {
      return null;
    }
  }

  static @Nullable Class<?> jdkClass(String name) {
    try {
      return Class.forName(name, false, null);
    } catch (ClassNotFoundException missing) {
      return null;
    }
  }

  /** An int from a method of {@link #own}, {@link PoolState#UNKNOWN} where there is none. */
  static long callInt(@Nullable MethodHandle method, Object subject) {
    if (method == null) {
      return PoolState.UNKNOWN;
    }
    try {
      return (int) method.invokeExact(subject);
    } catch (Throwable changed) {
      return unknown(changed);
    }
  }

  /** A long from a method of {@link #own}, {@link PoolState#UNKNOWN} where there is none. */
  static long callLong(@Nullable MethodHandle method, Object subject) {
    if (method == null) {
      return PoolState.UNKNOWN;
    }
    try {
      return (long) method.invokeExact(subject);
    } catch (Throwable changed) {
      return unknown(changed);
    }
  }

  /** False where there is no such method. */
  static boolean callBoolean(@Nullable MethodHandle method, Object subject) {
    if (method == null) {
      return false;
    }
    try {
      return (boolean) method.invokeExact(subject);
    } catch (Throwable changed) {
      return unknown(changed) == 0;
    }
  }

  private static long unknown(Throwable changed) {
    if (changed instanceof VirtualMachineError error) {
      throw error;
    }
    return PoolState.UNKNOWN;
  }
}
