package io.github.threadleak.jvm;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The door to the JDK's own fields and methods: opens the packages that the agent needs, to the
 * agent's unnamed module alone, and looks members up.
 *
 * <p>Opening cannot be undone for the life of the JVM; the application gains no access by it.
 */
public final class JdkInternals {
  private static final String[] PACKAGES = {
    "java.lang",
    "java.lang.ref",
    "java.util.concurrent",
    "java.util.concurrent.locks",
    "jdk.internal.vm",
    "jdk.internal.misc"
  };

  private JdkInternals() {}

  /** Opens the packages of java.base to the module of this class. Call once, before any look-up. */
  public static void open(Instrumentation instrumentation) {
    Module base = Object.class.getModule();
    Set<Module> us = Collections.singleton(JdkInternals.class.getModule());
    Map<String, Set<Module>> opens = new HashMap<>();
    for (String name : PACKAGES) {
      if (base.getPackages().contains(name)) {
        opens.put(name, us);
      }
    }
    instrumentation.redefineModule(
        base, new HashSet<>(), new HashMap<>(), opens, new HashSet<>(), new HashMap<>());
  }

  /** A handle on a field of a JDK class, whatever its access. */
  public static VarHandle field(Class<?> owner, String name, Class<?> type)
      throws ReflectiveOperationException {
    return lookup(owner).findVarHandle(owner, name, type);
  }

  /** A handle on a static field of a JDK class, whatever its access. */
  public static VarHandle staticField(Class<?> owner, String name, Class<?> type)
      throws ReflectiveOperationException {
    return lookup(owner).findStaticVarHandle(owner, name, type);
  }

  /** A handle on a static method of a JDK class, whatever its access. */
  public static MethodHandle staticMethod(Class<?> owner, String name, MethodType type)
      throws ReflectiveOperationException {
    return lookup(owner).findStatic(owner, name, type);
  }

  /** A look-up with the rights of {@code owner} itself. */
  public static MethodHandles.Lookup lookup(Class<?> owner) throws IllegalAccessException {
    return MethodHandles.privateLookupIn(owner, MethodHandles.lookup());
  }
}
