package io.github.threadleak.render;

import io.github.threadleak.snapshot.Sighting;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;

/**
 * A text format that shows threads one by one, so that a dump of any number of them needs the
 * memory of one. Stateless.
 */
@FunctionalInterface
public interface ThreadFormat {
  /** Writes what stands before the first thread. */
  default void begin(Json.Head head, Instant time, Writer out) throws IOException {}

  /** Writes one thread, with the empty line after it. */
  void write(Sighting thread, Writer out) throws IOException;

  /** Writes what stands after the last thread. */
  default void end(Writer out) throws IOException {}
}
