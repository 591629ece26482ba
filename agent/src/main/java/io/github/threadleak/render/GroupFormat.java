package io.github.threadleak.render;

import java.io.IOException;
import java.io.Writer;

/** A text format that shows threads in groups. Stateless. */
@FunctionalInterface
public interface GroupFormat {
  /** Writes the whole of it; {@code out} is neither flushed nor closed. */
  void write(Report report, Writer out) throws IOException;
}
