package io.github.threadleak.benchmark.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The programs that benchmarks run compile on each JDK that has virtual threads, and tell figures.
 */
class ProgramsIT {
  @Test
  void compilesAndRunsOnEveryJdkWithVirtualThreads() throws Exception {
    try (Workbench workbench = new Workbench(Path.of("").toAbsolutePath().getParent(), 1)) {
      for (Jdk jdk : workbench.jdks().stream().filter(found -> found.feature() >= 21).toList()) {
        try (Child child = Jvm.on(jdk).run(workbench, "program.Spawn", 15, 1_000)) {
          Sample sample = child.awaitFigures(Duration.ofMinutes(1));
          assertThat(sample.get("wall")).as(jdk.toString()).isPositive();
        }
      }
    }
  }
}
