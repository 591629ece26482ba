package io.github.threadleak.benchmark.harness;

import java.nio.file.Path;

/**
 * A JDK on this machine.
 *
 * @param feature the feature version, such as 21
 * @param version the whole version as its release file has it, such as 21.0.8
 */
public record Jdk(Path home, int feature, String version) {
  public Path tool(String name) {
    return home.resolve("bin").resolve(name);
  }

  @Override
  public String toString() {
    return "JDK " + feature;
  }
}
