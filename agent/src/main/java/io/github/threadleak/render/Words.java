package io.github.threadleak.render;

import io.github.threadleak.snapshot.Blocker;
import io.github.threadleak.snapshot.ThreadName;

/** The small pieces that text formats share. */
final class Words {
  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;
  private static final int DAY = 24 * HOUR;

  private Words() {}

  /** Two units at most, as {@code 45s}, {@code 3m12s}, {@code 6h40m}, {@code 12d3h}. */
  static String duration(double seconds) {
    long whole = (long) seconds;
    if (whole < MINUTE) {
      return whole + "s";
    }
    if (whole < HOUR) {
      return whole / MINUTE + "m" + whole % MINUTE + "s";
    }
    if (whole < DAY) {
      return whole / HOUR + "h" + whole % HOUR / MINUTE + "m";
    }
    return whole / DAY + "d" + whole % DAY / HOUR + "h";
  }

  /** From the shorter to the longer, or one where they read the same. */
  static String range(double shorter, double longer) {
    String from = duration(shorter);
    String to = duration(longer);
    return from.equals(to) ? from : from + " to " + to;
  }

  static String identity(Blocker blocker) {
    return "0x" + Integer.toHexString(blocker.identity());
  }

  /** {@code thread 31 "http-7"}; without the name where that is not known. */
  static String thread(ThreadName thread) {
    String name = thread.name();
    return "thread " + thread.threadId() + (name == null ? "" : " " + quoted(name));
  }

  /**
   * Text that an application chose, in quotes and on one line: quotes, backslashes, control and
   * format characters and unpaired surrogates are escaped as Java and JSON do, so that no name can
   * forge a line or a terminal's command.
   */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c == '\n') {
        quoted.append("\\n");
      } else if (c == '\t') {
        quoted.append("\\t");
      } else if (isUnsafe(c) || isUnpaired(text, i)) {
        quoted.append("\\u").append(String.format("%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /**
   * The text with each unpaired surrogate, which UTF-8 cannot carry and many JSON readers refuse,
   * spelt out as a backslash, a u and four hex digits.
   */
  static String paired(String text) {
    StringBuilder paired = null;
    for (int i = 0; i < text.length(); i++) {
      if (isUnpaired(text, i)) {
        paired = paired == null ? new StringBuilder(text.substring(0, i)) : paired;
        paired.append("\\u").append(String.format("%04x", (int) text.charAt(i)));
      } else if (paired != null) {
        paired.append(text.charAt(i));
      }
    }
    return paired == null ? text : paired.toString();
  }

  static boolean isUnpaired(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  private static boolean isUnsafe(char c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  /**
   * A frame's part on a line of tab-separated fields, from a class file that could hold anything.
   */
  static String plain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isUnsafe(text.charAt(i)) || isUnpaired(text, i)) {
        String quoted = quoted(text);
        return quoted.substring(1, quoted.length() - 1);
      }
    }
    return text;
  }
}
