package io.github.threadleak.benchmark.harness;

import java.util.List;

/**
 * One way to start the JVM that is measured.
 *
 * @param name what the tables call it: {@code none}, {@code exact}, {@code jfr}
 * @param jvmArguments what it adds to the JVM's command line
 */
public record Variant(String name, List<String> jvmArguments) {
  public Variant {
    jvmArguments = List.copyOf(jvmArguments);
  }
}
