package io.github.threadleak.cli;

import java.io.Console;

/** Whether somebody looks at what is printed. */
final class Terminal {
  private Terminal() {}

  @SuppressWarnings("SystemConsoleNull") // it does up to JDK 21
  static boolean isStandardOutput() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // From JDK 22 on there may be a Console where there is no terminal, and this method to tell.
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException older) {
      return true;
    }
  }
}
