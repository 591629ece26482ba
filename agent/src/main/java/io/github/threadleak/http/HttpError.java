package io.github.threadleak.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An answer that is one line of plain text. */
public final class HttpError extends IOException {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST_LINE = 200;

  private final int status;
  private final transient List<Map.Entry<String, String>> headers = new ArrayList<>();

  /**
   * @param status from 400 to 599
   * @param line what is wrong; control characters in it become {@code ?}, and it is cut to 200
   *     characters
   */
  public HttpError(int status, String line) {
    super(oneLine(line));
    this.status = status;
  }

  /** Adds a header to the answer, such as {@code Retry-After}. */
  public HttpError with(String name, String value) {
    headers.add(Map.entry(name, value));
    return this;
  }

  int status() {
    return status;
  }

  /** The body, with its line end. */
  String body() {
    return getMessage() + "\n";
  }

  List<Map.Entry<String, String>> headers() {
    return headers;
  }

  // An answer, not a fault: nobody reads its stack.
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }

  private static String oneLine(String text) {
    int length = Math.min(text.length(), LONGEST_LINE);
    StringBuilder line = new StringBuilder(length + 3);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      boolean breaks = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
      line.append(breaks ? '?' : c);
    }
    return length < text.length() ? line.append("...").toString() : line.toString();
  }
}
