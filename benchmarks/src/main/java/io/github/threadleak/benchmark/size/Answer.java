package io.github.threadleak.benchmark.size;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client of an HTTP server saw.
 *
 * @param nanos from the request to the last byte
 * @param threads that were counted in it, 0 where none were asked for
 */
record Answer(double nanos, long bytes, long threads) {
  /** Bytes of a line that tell what it is. */
  private static final int HEAD = 24;

  /**
   * Asks, and reads to the end without keeping what is read.
   *
   * @param head what the line of a thread, or of a group of threads, begins with; its first group
   *     is how many threads there are, one where it has none
   */
  static Answer of(String url, Pattern head) throws IOException {
    long start = System.nanoTime();
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    if (connection.getResponseCode() != 200) {
      throw new IOException(url + " answered " + connection.getResponseCode());
    }
    Reader reader = new Reader(head);
    byte[] buffer = new byte[1 << 16];
    long bytes = 0;
    try (InputStream in = connection.getInputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes += read;
        reader.take(buffer, read);
      }
    }
    return new Answer(System.nanoTime() - start, bytes, reader.threads);
  }

  /** Looks at the beginnings of lines. */
  private static final class Reader {
    private final Pattern head;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(HEAD);
    private boolean known;
    private long threads;

    Reader(Pattern head) {
      this.head = head;
    }

    void take(byte[] buffer, int length) {
      for (int i = 0; i < length; i++) {
        if (buffer[i] == '\n') {
          line.reset();
          known = false;
        } else if (!known) {
          line.write(buffer[i]);
          if (line.size() == HEAD) {
            known = true;
            count(line.toString(StandardCharsets.ISO_8859_1));
          }
        }
      }
    }

    private void count(String beginning) {
      char first = beginning.charAt(0);
      if (first == '\t' || first == '#' || first == ' ') {
        return; // most lines, at the price of one comparison each
      }
      Matcher matcher = head.matcher(beginning);
      if (matcher.lookingAt()) {
        threads += matcher.groupCount() == 0 ? 1 : Long.parseLong(matcher.group(1));
      }
    }
  }
}
