package io.github.threadleak.it;

import java.nio.file.Files;
import java.nio.file.Path;

/** A JDK on this machine: its home and its feature version, such as 21. */
record Jdk(Path home, int feature) {
  Path tool(String name) {
    return home.resolve("bin").resolve(name);
  }

  boolean has(String tool) {
    return Files.isExecutable(tool(tool));
  }

  boolean hasVirtualThreads() {
    return feature >= 21;
  }

  @Override
  public String toString() {
    return "JDK " + feature;
  }
}
