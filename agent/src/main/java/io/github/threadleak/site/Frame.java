package io.github.threadleak.site;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One frame of a stack, by names alone: it holds no class.
 *
 * @param className the binary name of the class
 * @param file the source file, null where the class file does not say
 * @param line the line from 1 up; 0 or less where the class file does not say, -2 for a native
 *     method
 * @param module the named module, null for the unnamed
 */
public record Frame(
    String className, String method, @Nullable String file, int line, @Nullable String module) {

  /** What wrote the code of a frame. */
  public enum Kind {
    /** A method in source code. */
    PLAIN,
    /**
     * The body of a lambda: javac's {@code lambda$method$0}, which stands in the source of {@code
     * method}.
     */
    LAMBDA,
    /** A java.lang.reflect.Proxy. */
    PROXY,
    /**
     * A class or method made while running: CGLIB, Byte Buddy, Hibernate, Mockito, reflection
     * accessors.
     */
    GENERATED;

    private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
      return word;
    }
  }

  private static final String[] GENERATED_MARKS = {
    "$$",
    "$ByteBuddy$",
    "$HibernateProxy$",
    "$MockitoMock$",
    "GeneratedMethodAccessor",
    "GeneratedConstructorAccessor",
    "GeneratedSerializationConstructorAccessor"
  };

  public static Frame of(StackTraceElement element) {
    return new Frame(
        element.getClassName(),
        element.getMethodName(),
        element.getFileName(),
        element.getLineNumber(),
        element.getModuleName());
  }

  public Kind kind() {
    if (isProxy()) {
      return Kind.PROXY;
    }
    if (method.startsWith("lambda$")) {
      return Kind.LAMBDA;
    }
    for (String mark : GENERATED_MARKS) {
      if (className.contains(mark)) {
        return Kind.GENERATED;
      }
    }
    return Kind.PLAIN;
  }

  /**
   * True for the JDK's own code; a proxy class, whose module is named for the JDK, is the
   * application's.
   */
  public boolean isJdk() {
    return module != null
        && (module.startsWith("java.") || module.startsWith("jdk."))
        && !module.startsWith("jdk.proxy");
  }

  // By hand, here and in other keys: what the compiler makes for a record has the JDK keep soft
  // references to this class,
  // which outlive a detach.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Frame frame
        && line == frame.line
        && className.equals(frame.className)
        && method.equals(frame.method)
        && Objects.equals(file, frame.file)
        && Objects.equals(module, frame.module);
  }

  @Override
  public int hashCode() {
    return (className.hashCode() * 31 + method.hashCode()) * 31 + line;
  }

  public boolean isNative() {
    return line == -2;
  }

  /** As a stack trace shows it: {@code a.b.C.method(C.java:17)}. */
  @Override
  public String toString() {
    return qualifiedMethod() + "(" + place() + ")";
  }

  /** {@code a.b.C.method}. */
  public String qualifiedMethod() {
    return className + "." + method;
  }

  /** {@code C.java:17}, {@code C.java}, {@code Native Method} or {@code Unknown Source}. */
  public String place() {
    if (isNative()) {
      return "Native Method";
    }
    if (file == null) {
      return "Unknown Source";
    }
    return line > 0 ? file + ":" + line : file;
  }

  /**
   * The same frame under names that are the same after a restart: no proxy or lambda numbers, no
   * generated suffix.
   */
  String stableName() {
    return stableClass() + "." + stableMethod() + ":" + line;
  }

  private boolean isProxy() {
    int proxy = className.lastIndexOf("$Proxy");
    return proxy >= 0
        && (proxy == 0 || className.charAt(proxy - 1) == '.')
        && isDigits(className, proxy + "$Proxy".length());
  }

  private String stableClass() {
    if (isProxy()) {
      return "$Proxy";
    }
    int cut = className.length();
    for (String mark : GENERATED_MARKS) {
      int at = className.indexOf(mark);
      if (at >= 0 && at < cut) {
        cut = at + mark.length();
      }
    }
    return className.substring(0, cut);
  }

  private String stableMethod() {
    int number = method.lastIndexOf('$') + 1;
    return method.startsWith("lambda$") && isDigits(method, number)
        ? method.substring(0, number)
        : method;
  }

  private static boolean isDigits(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return from < text.length();
  }
}
