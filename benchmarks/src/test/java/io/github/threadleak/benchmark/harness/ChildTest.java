package io.github.threadleak.benchmark.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void readsTheFiguresThatAProgramTells() throws Exception {
    try (Child child = run("System.out.println(\"figure wall 12.5\\nnoise\\nfigure cpu 3\");")) {
      Sample sample = child.awaitFigures(PATIENCE);

      assertThat(sample.get("wall")).isEqualTo(12.5);
      assertThat(sample.get("cpu")).isEqualTo(3);
      assertThat(sample.get("other")).isNaN();
    }
  }

  @Test
  void saysHowAProgramEndedAndWhatItSaidLast() throws Exception {
    try (Child child = run("System.err.println(\"no heap\"); System.exit(3);")) {
      assertThatThrownBy(() -> child.awaitFigures(PATIENCE))
          .isInstanceOf(ChildFailed.class)
          .hasMessage("java ended with status 3: no heap");
    }
  }

  @Test
  void refusesAProgramThatToldNothing() throws Exception {
    try (Child child = run("")) {
      assertThatThrownBy(() -> child.awaitFigures(PATIENCE))
          .isInstanceOf(ChildFailed.class)
          .hasMessageContaining("told no figures");
    }
  }

  @Test
  void doesNotWaitForALineOfAProgramThatHasEnded() throws Exception {
    try (Child child = run("System.out.println(\"first\");")) {
      assertThat(child.awaitLine("fir", PATIENCE)).isEqualTo("first");
      assertThatThrownBy(() -> child.awaitLine("second", PATIENCE))
          .isInstanceOf(ChildFailed.class)
          .hasMessageContaining("ended before 'second'");
    }
  }

  private Child run(String body) throws IOException {
    Path source = folder.resolve("Main.java");
    Files.writeString(
        source, "class Main { public static void main(String[] a) { " + body + " } }");
    return Child.start(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), source.toString()));
  }
}
