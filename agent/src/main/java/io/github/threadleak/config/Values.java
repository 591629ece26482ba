package io.github.threadleak.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads the texts of values; -1 stands for what is none, as no option is negative. */
final class Values {
  private static final String[] UNITS = {"ms", "s", "m", "h", "d"};
  private static final long[] UNIT_NANOS = {
    1_000_000L, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L, 86_400_000_000_000L
  };

  private Values() {}

  /** Digits only, less than 10<sup>18</sup>. */
  static long wholeNumber(String text) {
    if (text.isEmpty() || text.length() > 18) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  /** A whole number and its unit: {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}. */
  static long nanos(String text) {
    for (int i = 0; i < UNITS.length; i++) {
      if (text.endsWith(UNITS[i])) {
        long number = wholeNumber(text.substring(0, text.length() - UNITS[i].length()));
        if (number >= 0) {
          return number > Long.MAX_VALUE / UNIT_NANOS[i] ? -1 : number * UNIT_NANOS[i];
        }
      }
    }
    return -1;
  }

  /** {@code 0.5%} as 0.5. */
  static double percent(String text) {
    if (!text.endsWith("%")) {
      return -1;
    }
    String number = text.substring(0, text.length() - 1);
    int dot = number.indexOf('.');
    if (dot < 0) {
      return wholeNumber(number);
    }
    String fraction = number.substring(dot + 1);
    long whole = wholeNumber(number.substring(0, dot));
    long decimals = wholeNumber(fraction);
    return whole < 0 || decimals < 0 ? -1 : whole + decimals / Math.pow(10, fraction.length());
  }

  /** The parts between semicolons, trimmed, without the empty ones; unmodifiable. */
  static List<String> list(String text) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    while (start <= text.length()) {
      int end = text.indexOf(';', start);
      if (end < 0) {
        end = text.length();
      }
      String part = text.substring(start, end).trim();
      if (!part.isEmpty()) {
        parts.add(part);
      }
      start = end + 1;
    }
    return Collections.unmodifiableList(parts);
  }
}
