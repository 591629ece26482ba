package io.github.threadleak.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A JVM on this machine, seen through the attach API. That is called by name: its module is missing
 * from a JRE, where the commands that take a URL still work.
 *
 * @param pid the process id
 * @param displayName main class or jar, and arguments
 */
record TargetJvm(String pid, String displayName) {
  private static final String VERSION = "threadleak.version";
  private static final String ADDRESS = "threadleak.address";

  /**
   * What a running agent says of itself.
   *
   * @param version its version; null where no agent runs
   * @param address its base URL; null while it does not listen
   */
  record Published(@Nullable String version, @Nullable String address) {}

  /** The JVMs of this user on this machine, this one excepted. */
  static List<TargetJvm> all() throws CommandFailed {
    String self = Long.toString(ProcessHandle.current().pid());
    List<TargetJvm> found = new ArrayList<>();
    try {
      Class<?> descriptor = attachApi("VirtualMachineDescriptor");
      Method id = descriptor.getMethod("id");
      Method name = descriptor.getMethod("displayName");
      for (Object jvm : (List<?>) attachApi("VirtualMachine").getMethod("list").invoke(null)) {
        String pid = String.valueOf(id.invoke(jvm));
        if (!pid.equals(self)) {
          found.add(new TargetJvm(pid, String.valueOf(name.invoke(jvm))));
        }
      }
    } catch (ReflectiveOperationException failure) {
      throw CommandFailed.notReached("the JVMs cannot be listed: " + reason(failure));
    }
    return found;
  }

  /** The JVM of that process id. */
  static TargetJvm of(String pid) throws CommandFailed {
    if (!isPid(pid)) {
      throw CommandFailed.unusable("PID must be a process id, not " + pid);
    }
    return new TargetJvm(pid, "");
  }

  static boolean isPid(String text) {
    return text.matches("[0-9]{1,10}");
  }

  /** Asks the JVM for what the agent in it has published. */
  Published published() throws CommandFailed {
    try {
      Class<?> type = attachApi("VirtualMachine");
      Object jvm = type.getMethod("attach", String.class).invoke(null, pid);
      try {
        Properties properties = (Properties) type.getMethod("getAgentProperties").invoke(jvm);
        return new Published(properties.getProperty(VERSION), properties.getProperty(ADDRESS));
      } finally {
        type.getMethod("detach").invoke(jvm);
      }
    } catch (ReflectiveOperationException failure) {
      throw CommandFailed.notReached("JVM " + pid + " cannot be reached: " + reason(failure));
    }
  }

  private static Class<?> attachApi(String name) throws CommandFailed {
    try {
      return ClassLoader.getSystemClassLoader().loadClass("com.sun.tools.attach." + name);
    } catch (ClassNotFoundException missing) {
      throw CommandFailed.notReached(
          "this Java has no module jdk.attach: a JDK is needed to reach a process by its id");
    }
  }

  /** The message at the bottom of it: what the operating system or the JVM said. */
  static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof InvocationTargetException || root.getMessage() == null) {
      return root.getClass().getSimpleName();
    }
    return root.getMessage();
  }
}
