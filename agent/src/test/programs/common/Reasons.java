import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits in many ways at once: {@code Reasons WAYS...}, each the name of a class with a static
 * method {@code ways}. Every way is announced as {@code WAY reason, name, shown} with tabs between;
 * told {@code stacks}, it prints what the JVM says of each thread.
 */
public final class Reasons {
  private Reasons() {}

  public static void main(String[] arguments) throws Exception {
    List<Way> ways = new ArrayList<>();
    for (String holder : arguments) {
      List<?> found = (List<?>) Class.forName(holder).getDeclaredMethod("ways").invoke(null);
      found.forEach(way -> ways.add((Way) way));
    }
    ThreadFactory virtual = virtualFactory();
    Held.hold();
    synchronized (Held.MONITOR) {
      for (Way way : ways) {
        if (!way.alone()) {
          way.parking().park();
          announce(way, way.name());
          continue;
        }
        start(way, "platform " + way.name(), Thread::new);
        if (virtual != null) {
          start(way, "virtual " + way.name(), virtual);
        }
      }
      Told.say("READY");
      for (String line = Told.hear(); line != null; line = Told.hear()) {
        if (line.equals("stacks")) {
          // not from here: what main waits in is one of the ways
          new Thread(Reasons::describeAll, "describer").start();
        }
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private static void start(Way way, String name, ThreadFactory factory) {
    Thread thread =
        factory.newThread(
            () -> {
              try {
                way.parking().park();
                Told.check(false, name + " did not wait");
              } catch (Exception | LinkageError failure) {
                Told.check(false, name + ": " + failure);
              }
            });
    thread.setName(name);
    thread.setDaemon(true);
    thread.start();
    announce(way, name);
  }

  private static void announce(Way way, String name) {
    Told.say("WAY\t" + way.reason() + "\t" + name + "\t" + way.shown());
  }

  private static ThreadFactory virtualFactory() throws ReflectiveOperationException {
    return (ThreadFactory) ofVirtual("factory");
  }

  /** Null before 21. */
  private static Object ofVirtual(String method) throws ReflectiveOperationException {
    try {
      return Class.forName("Virtual").getDeclaredMethod(method).invoke(null);
    } catch (ClassNotFoundException before21) {
      return null;
    }
  }

  // ---- what the JVM says

  private static void describeAll() {
    List<Thread> threads = new ArrayList<>(Thread.getAllStackTraces().keySet());
    try {
      List<?> virtual = (List<?>) ofVirtual("all");
      if (virtual != null) {
        virtual.forEach(thread -> threads.add((Thread) thread));
      }
    } catch (ReflectiveOperationException unlisted) {
      Told.check(false, unlisted.toString());
    }
    for (Thread thread : threads) {
      StringBuilder text = new StringBuilder("THREAD\t").append(thread.getName());
      text.append('\t').append(thread.getState()).append('\t').append(blocker(thread));
      for (StackTraceElement frame : thread.getStackTrace()) {
        text.append('\t').append(frame.getModuleName()).append('/').append(frame.getClassName());
        text.append('.').append(frame.getMethodName()).append(frame.isNativeMethod() ? "!" : "");
      }
      Told.say(text.toString());
    }
    Told.say("DESCRIBED");
  }

  /** The class of the park blocker or, for platform threads, of the monitor. */
  private static String blocker(Thread thread) {
    Object blocker = LockSupport.getBlocker(thread);
    if (blocker != null) {
      return blocker.getClass().getName();
    }
    @SuppressWarnings("deprecation") // threadId() came with 19
    ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.getId());
    LockInfo lock = info == null ? null : info.getLockInfo();
    return lock == null ? "-" : lock.getClassName();
  }
}
