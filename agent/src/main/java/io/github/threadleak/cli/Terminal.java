package io.github.threadleak.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

  /** Told from where the descriptor leads; where that cannot be seen, from standard output. */
  static boolean isStandardError() {
    try {
      String leadsTo = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return leadsTo.startsWith("/dev/pts/") || leadsTo.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException elsewhere) {
      return isStandardOutput();
    }
  }
}
