package io.github.threadleak.http;

import java.io.IOException;
import java.io.OutputStream;

/** A response body that is written as it is made. */
@FunctionalInterface
public interface Body {
  /**
   * Writes all of it. Each write may block while the client does not read, and throws once the
   * client is gone; an exception breaks the connection off, so that the client cannot take a part
   * for the whole.
   *
   * @param out buffered; need not be flushed or closed
   */
  void writeTo(OutputStream out) throws IOException;
}
