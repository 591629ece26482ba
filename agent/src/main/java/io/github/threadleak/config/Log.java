package io.github.threadleak.config;

/**
 * The agent's only voice: lines on {@code System.err}, each starting {@code [threadleak]}. It stays
 * clear of {@code java.util.logging} and {@code System.Logger}, whose set-up belongs to the
 * application. Thread-safe; never throws.
 */
public final class Log implements Complaints {
  /** How much is said. */
  public enum Level {
    OFF,
    INFO,
    DEBUG
  }

  private static final int LONGEST_LINE = 4_000;

  private final Level level;

  public Log(Level level) {
    this.level = level;
  }

  /** Says something that whoever runs the application wants to know. */
  public void info(String message) {
    if (level != Level.OFF) {
      print(message);
    }
  }

  /** Says something that only a search for a fault in the agent needs. */
  public void debug(String message) {
    if (level == Level.DEBUG) {
      print(message);
    }
  }

  /** Says what is wrong with the options: whatever the level, since the level is one of them. */
  @Override
  public void complain(String line) {
    print(line);
  }

  private static void print(String message) {
    try {
      System.err.println("[threadleak] " + oneLine(message));
    } catch (Throwable unsayable) {
      // The application's own System.err threw, or memory is out: a log line is worth neither.
    }
  }

  /** The text with every control character and line end as {@code ?}. */
  static String oneLine(String text) {
    int length = Math.min(text.length(), LONGEST_LINE);
    StringBuilder line = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      line.append(breaksALine(c) ? '?' : c);
    }
    if (length < text.length()) {
      line.append("...");
    }
    return line.toString();
  }

  private static boolean breaksALine(char c) {
    return c < ' ' || (c >= 0x7f && c <= 0x9f) || c == '\u2028' || c == '\u2029';
  }
}
