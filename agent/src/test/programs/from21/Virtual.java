import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;

/** The threads that JDK 21 added. */
final class Virtual {
  private Virtual() {}

  static ThreadFactory factory() {
    return Thread.ofVirtual().factory();
  }

  /** Every one that is alive; needs jdk.internal.vm opened. */
  static List<Thread> all() throws ReflectiveOperationException {
    List<Thread> all = new ArrayList<>();
    addAll(Class.forName("jdk.internal.vm.ThreadContainers").getMethod("root").invoke(null), all);
    return all;
  }

  private static void addAll(Object container, List<Thread> all)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName("jdk.internal.vm.ThreadContainer");
    ((Stream<?>) type.getMethod("threads").invoke(container))
        .map(Thread.class::cast)
        .filter(Thread::isVirtual)
        .forEach(all::add);
    for (Object child : ((Stream<?>) type.getMethod("children").invoke(container)).toList()) {
      addAll(child, all);
    }
  }
}
