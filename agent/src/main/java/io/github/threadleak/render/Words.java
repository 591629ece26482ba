package io.github.threadleak.render;

import io.github.threadleak.snapshot.Blocker;
import io.github.threadleak.snapshot.Parked;
import io.github.threadleak.snapshot.PoolFacts;
import io.github.threadleak.snapshot.Spread;
import io.github.threadleak.snapshot.ThreadName;
import io.github.threadleak.snapshot.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /** {@code , 3m12s to 6h40m} to follow a reason; empty where nothing is known. */
  static String parked(@Nullable Parked parked) {
    Spread duration = parked == null ? null : parked.duration();
    if (duration != null) {
      return ", " + range(duration.minSeconds(), duration.maxSeconds());
    }
    return parked(null, parked != null && parked.seen() > 0);
  }

  /** The same of one thread. */
  static String parked(@Nullable Double seconds, boolean seen) {
    return seconds != null ? ", " + duration(seconds) : seen ? ", seen parked" : "";
  }

  /** {@code suspected: +27.1/min over 6h} with its space; empty where there is nothing to say. */
  static String judged(Verdict verdict, @Nullable String detail) {
    if (verdict == Verdict.OK && detail == null) {
      return "";
    }
    return " " + verdict.word() + (detail == null ? "" : ": " + plain(detail));
  }

  /** {@code , owned by thread 31 "http-7"}; empty where there is no owner. */
  static String owned(Blocker blocker) {
    ThreadName owner = blocker.owner();
    return owner == null ? "" : ", owned by " + thread(owner);
  }

  /** What a group is parked on: the class, the object if there is one, how many, the owner. */
  static String blocker(Blocker blocker) {
    String identity = blocker.shared() > 0 ? " " + identity(blocker) : "";
    String objects = blocker.shared() > 1 ? "all on the same object" : objects(blocker.objects());
    return plain(blocker.className())
        + identity
        + (objects.isEmpty() ? "" : " (" + objects + ")")
        + owned(blocker);
  }

  private static String objects(int objects) {
    if (objects < 0) {
      return objects == -1 ? "on several objects" : "on more than " + -objects + " objects";
    }
    return objects > 1 ? "on " + objects + " objects" : "";
  }

  /** {@code a.b.Pool (3 pools, not shut down, idle workers) constructed at PLACE}. */
  static String pool(PoolFacts pool) {
    List<String> facts = new ArrayList<>();
    if (pool.pools() != 1) {
      facts.add(pool.pools() + " pools");
    }
    Boolean shutdown = pool.shutdown();
    if (shutdown != null) {
      facts.add(shutdown ? "shut down" : "not shut down");
    }
    if (pool.idle()) {
      facts.add("idle workers");
    }
    return plain(pool.type())
        + (facts.isEmpty() ? "" : " (" + String.join(", ", facts) + ")")
        + " constructed at "
        + plain(pool.site().culpritText());
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
