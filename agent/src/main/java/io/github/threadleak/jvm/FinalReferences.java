package io.github.threadleak.jvm;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.reflect.Modifier;

/**
 * Makes references of the one kind that a collector hands back together with their object: {@code
 * java.lang.ref.FinalReference}, on a queue of the caller's, so that no finalizer runs for it. Safe
 * for use by many threads.
 */
public final class FinalReferences {
  private final MethodHandle constructor;

  public FinalReferences() throws ReflectiveOperationException {
    Class<?> type = Class.forName("java.lang.ref.FinalReference", false, null);
    if (Modifier.isAbstract(type.getModifiers())) {
      throw new NoSuchMethodException("java.lang.ref.FinalReference is abstract");
    }
    constructor =
        JdkInternals.lookup(type)
            .findConstructor(
                type, MethodType.methodType(void.class, Object.class, ReferenceQueue.class))
            .asType(MethodType.methodType(Reference.class, Object.class, ReferenceQueue.class));
  }

  /**
   * A reference that is enqueued once nothing but references like it leads to the object, which it
   * then gives and keeps alive. The caller must hold it until then.
   */
  @SuppressWarnings("unchecked")
  public Reference<Object> to(Object referent, ReferenceQueue<Object> queue) {
    try {
      return (Reference<Object>) (Reference<?>) constructor.invokeExact(referent, queue);
    } catch (RuntimeException | Error unexpected) {
      throw unexpected;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
