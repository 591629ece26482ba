package io.github.threadleak.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsDocumentTest {
  @Test
  void theDocumentSaysWhatTheTableSays() throws IOException {
    Path document =
        Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../docs/options.md");
    if (Boolean.getBoolean("regenerate")) {
      Files.createDirectories(document.getParent());
      Files.writeString(document, OptionsDocument.text());
    }
    assertThat(Files.readString(document))
        .as("made with -Dregenerate=true")
        .isEqualTo(OptionsDocument.text());
  }
}
