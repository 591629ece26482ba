package io.github.threadleak.jvm;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import org.jspecify.annotations.Nullable;

/** Who holds a lock of java.util.concurrent. Racy by nature; stateless. */
public final class LockOwners {
  private static final VarHandle OWNER;

  static {
    try {
      OWNER =
          JdkInternals.field(
              AbstractOwnableSynchronizer.class, "exclusiveOwnerThread", Thread.class);
    } catch (ReflectiveOperationException missing) {
      throw new ExceptionInInitializerError(missing);
    }
  }

  private LockOwners() {}

  /** The thread that holds {@code blocker}; null where it is held by none or is no such lock. */
  public static @Nullable Thread of(@Nullable Object blocker) {
    return blocker instanceof AbstractOwnableSynchronizer ? (Thread) OWNER.get(blocker) : null;
  }
}
