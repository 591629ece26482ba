package io.github.threadleak.demo.runner;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The source that this jar was built from, which it carries under {@code /sources}. */
final class SourceLines {
  private SourceLines() {}

  /** All lines of the file that holds the class. */
  static List<String> of(Class<?> type) {
    String name = type.getName();
    int nested = name.indexOf('$');
    String outer = nested < 0 ? name : name.substring(0, nested);
    String path = "/sources/" + outer.replace('.', '/') + ".java";
    try (InputStream source = SourceLines.class.getResourceAsStream(path)) {
      if (source == null) {
        throw new IllegalStateException("the jar was built without " + path);
      }
      return new String(source.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** One line, counted from 1, without its indentation; empty if the file is shorter. */
  static String line(Class<?> type, int number) {
    List<String> lines = of(type);
    return number >= 1 && number <= lines.size() ? lines.get(number - 1).strip() : "";
  }
}
