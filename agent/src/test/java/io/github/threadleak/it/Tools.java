package io.github.threadleak.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * What a test needs from the machine: where it is missing the test is skipped with a line that says
 * so, or fails where {@code -Drequire.tools=true} promised that all of it is there.
 */
final class Tools {
  private Tools() {}

  static boolean areRequired() {
    return Boolean.getBoolean("require.tools");
  }

  static void need(boolean present, String what) {
    if (present) {
      return;
    }
    String line = what + " not found on this machine";
    if (areRequired()) {
      throw new AssertionError(line + ", and require.tools is set");
    }
    System.out.println("[skipped] " + line);
    throw new TestAbortedException(line);
  }

  /** For what no tool could change: the test says why, and is skipped. */
  static void skipUnless(boolean possible, String why) {
    if (!possible) {
      System.out.println("[skipped] " + why);
      throw new TestAbortedException(why);
    }
  }

  /** The executable of that name on PATH. */
  static Optional<Path> onPath(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Path needOnPath(String name) {
    Optional<Path> tool = onPath(name);
    need(tool.isPresent(), name);
    return tool.orElseThrow();
  }
}
