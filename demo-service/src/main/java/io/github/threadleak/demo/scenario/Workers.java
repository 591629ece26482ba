package io.github.threadleak.demo.scenario;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where worker threads come from: virtual threads where the JDK has them, daemon platform threads
 * on 17.
 *
 * <p>The threads are not started here. Whoever calls {@code start()} is the one who spawned.
 */
public final class Workers {
  private static final boolean VIRTUAL = Runtime.version().feature() >= 21;

  private Workers() {}

  /** Whether {@link #named} gives virtual threads on this JVM. */
  public static boolean areVirtual() {
    return VIRTUAL;
  }

  /** Makes unstarted threads named {@code prefix-0}, {@code prefix-1} and so on; thread-safe. */
  public static ThreadFactory named(String prefix) {
    return VIRTUAL ? virtual(prefix) : platform(prefix);
  }

  // By reflection, because this code is compiled for 17. What comes out is a plain factory: no
  // reflective frame is on
  // the stack when a thread is made or started.
  private static ThreadFactory virtual(String prefix) {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      Object named =
          type.getMethod("name", String.class, long.class).invoke(builder, prefix + "-", 0L);
      return (ThreadFactory) type.getMethod("factory").invoke(named);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("Thread.ofVirtual is part of Java 21", impossible);
    }
  }

  private static ThreadFactory platform(String prefix) {
    AtomicLong number = new AtomicLong();
    return task -> {
      Thread thread = new Thread(task, prefix + "-" + number.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }
}
