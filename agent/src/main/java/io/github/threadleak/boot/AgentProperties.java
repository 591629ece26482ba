package io.github.threadleak.boot;

import io.github.threadleak.jvm.JdkInternals;
import java.lang.invoke.MethodType;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's agent properties, which whoever can attach to this JVM can read: a PID is enough to
 * find the listener. A JVM that does not give them goes without.
 */
final class AgentProperties {
  static final String VERSION = "threadleak.version";
  static final String ADDRESS = "threadleak.address";

  private final @Nullable Properties properties;

  AgentProperties() {
    Properties found = null;
    try {
      Class<?> support = Class.forName("jdk.internal.vm.VMSupport", true, null);
      found =
          (Properties)
              JdkInternals.staticMethod(
                      support, "getAgentProperties", MethodType.methodType(Properties.class))
                  .invokeExact();
    } catch (Throwable unavailable) {
      // found stays null
    }
    properties = found;
  }

  void set(String key, String value) {
    if (properties != null) {
      properties.setProperty(key, value);
    }
  }

  void clear() {
    if (properties != null) {
      properties.remove(VERSION);
      properties.remove(ADDRESS);
    }
  }
}
