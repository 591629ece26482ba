package io.github.threadleak.boot;

import io.github.threadleak.jvm.JdkInternals;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Looks at the JVM that the agent finds itself in, before anything in it is changed. Stateless. */
final class Surroundings {
  private static final int FIRST_WITH_AOT_CACHE = 24;

  private Surroundings() {}

  /**
   * True in the JDK's own tools, which get the agent from JAVA_TOOL_OPTIONS without having asked.
   * The source launcher ({@code java Main.java}) runs from a module of the JDK too, but what it
   * runs is the application.
   */
  static boolean isJdkTool() {
    String module = System.getProperty("jdk.module.main");
    if (module == null || !(module.startsWith("jdk.") || module.startsWith("java."))) {
      return false;
    }
    String mainClass = System.getProperty("jdk.module.main.class", "");
    String command = System.getProperty("sun.java.command", "");
    return !mainClass.startsWith("com.sun.tools.javac.launcher.")
        && !command.contains("/com.sun.tools.javac.launcher.");
  }

  /** Why the JDK's classes must be left as they are; null where nothing speaks against probes. */
  @SuppressWarnings("removal")
  static @Nullable String reasonToStandDown() {
    if (System.getSecurityManager() != null) {
      return "a SecurityManager is set";
    }
    if (Runtime.version().feature() < FIRST_WITH_AOT_CACHE) {
      return null;
    }
    for (String argument : runtimeArguments()) {
      // Retransforming a class while an AOT cache is made crashes the JVM.
      if (argument.equals("-XX:AOTMode=create")
          || argument.equals("-XX:AOTMode=record")
          || argument.startsWith("-XX:AOTCacheOutput=")) {
        return "an AOT cache is being made (" + argument + ")";
      }
    }
    return null;
  }

  private static String[] runtimeArguments() {
    try {
      Class<?> vm = Class.forName("jdk.internal.misc.VM", true, null);
      String @Nullable [] arguments =
          (String[])
              JdkInternals.staticMethod(
                      vm, "getRuntimeArguments", MethodType.methodType(String[].class))
                  .invokeExact();
      return arguments == null ? new String[0] : arguments; // null for a JVM started without any
    } catch (Throwable unknown) {
      return new String[0];
    }
  }
}
