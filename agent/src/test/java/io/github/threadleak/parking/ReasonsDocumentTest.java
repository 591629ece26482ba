package io.github.threadleak.parking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReasonsDocumentTest {
  @Test
  void theDocumentSaysWhatTheRulesSay() throws IOException {
    Path document =
        Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .resolve("../docs/how-it-works.md");
    String written = Files.readString(document);
    if (Boolean.getBoolean("regenerate")) {
      Files.writeString(document, ReasonsDocument.in(written));
    }
    assertThat(Files.readString(document))
        .as("made with -Dregenerate=true")
        .isEqualTo(ReasonsDocument.in(written));
  }
}
