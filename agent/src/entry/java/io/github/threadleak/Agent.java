package io.github.threadleak;

import java.io.File;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * The agent's entry: started with the application ({@code premain}), attached to a running JVM
 * ({@code agentmain}), or run as a command ({@code main}).
 *
 * <p>This class is Java 8 byte code and touches nothing newer until it has looked at the JVM's
 * version, so that one flag in {@code JAVA_TOOL_OPTIONS} is safe for an old JVM too. All else
 * stands behind {@code IsolatedClassLoader}.
 */
public final class Agent {
  private static final int OLDEST_JAVA = 17;

  /**
   * The running agent's {@code io.github.threadleak.Installation}, or null; guarded by the class.
   */
  private static @Nullable Object installation;

  private Agent() {}

  /** Called by the JVM before the application's main. */
  public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation, false);
  }

  /**
   * Called by the JVM in its attach thread; the argument {@code detach} takes a running agent out
   * again.
   */
  public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
    if ("detach".equals(arguments)) {
      stop();
    } else {
      start(arguments, instrumentation, true);
    }
  }

  /** The command line: {@code java -jar threadleak-agent.jar COMMAND}. */
  public static void main(String[] arguments) throws Exception {
    if (isTooOld()) {
      System.exit(2);
    }
    Object[] call = {ownJar(), arguments};
    IsolatedClassLoader loader =
        new IsolatedClassLoader(ownJar(), ClassLoader.getSystemClassLoader());
    System.exit((Integer) loader.entry("io.github.threadleak.cli.CommandLineEntry").apply(call));
  }

  // Synchronized on the class, never on anything that a probe sees: two attaches at once must not
  // both install.
  private static synchronized void start(
      @Nullable String arguments, Instrumentation instrumentation, boolean attached) {
    try {
      if (isTooOld()) {
        return;
      }
      if (installation != null) {
        say(
            "is already running in this JVM ("
                + installation
                + "); this second start changes nothing");
        return;
      }
      Object[] call = {arguments, instrumentation, attached};
      IsolatedClassLoader loader =
          new IsolatedClassLoader(ownJar(), ClassLoader.getSystemClassLoader().getParent());
      loader.readStartup();
      try {
        installation = loader.entry("io.github.threadleak.boot.AgentEntry").apply(call);
      } finally {
        loader.forgetStartup();
      }
    } catch (Throwable problem) {
      say("could not start: " + problem + "; the application runs without it");
    }
  }

  private static synchronized void stop() {
    if (installation == null) {
      say("is not running in this JVM; there is nothing to detach");
      return;
    }
    try {
      ((AutoCloseable) installation).close();
    } catch (Throwable problem) {
      say("could not detach cleanly: " + problem);
    }
    installation = null;
  }

  private static boolean isTooOld() {
    String version = System.getProperty("java.specification.version", "0");
    int feature;
    try {
      feature = Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
    } catch (NumberFormatException unheardOf) {
      feature = 0;
    }
    if (feature >= OLDEST_JAVA) {
      return false;
    }
    say("needs Java 17 or later, this is " + version + "; the application runs without it");
    return true;
  }

  private static File ownJar() throws Exception {
    return new File(Agent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static void say(String line) {
    System.err.println("[threadleak] " + line);
  }
}
