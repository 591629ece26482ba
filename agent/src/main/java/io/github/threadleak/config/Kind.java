package io.github.threadleak.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A kind of value: what it accepts, and how to say so. */
abstract class Kind {
  static final Kind HOST =
      new Kind("a host name or address") {
        @Override
        boolean accepts(String value) {
          for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '/') {
              return false;
            }
          }
          return !value.isEmpty();
        }
      };

  static final Kind PATH =
      new Kind("a path") {
        @Override
        boolean accepts(String value) {
          try {
            // The empty path is a path, the current directory, and never what is meant.
            return !Path.of(value).toString().isEmpty();
          } catch (InvalidPathException unusable) {
            return false;
          }
        }
      };

  static final Kind LIST =
      new Kind("a list separated by ;") {
        @Override
        boolean accepts(String value) {
          return true;
        }
      };

  static final Kind PERCENT =
      new Kind("a percentage above 0% up to 100%, such as 1% or 0.5%") {
        @Override
        boolean accepts(String value) {
          double percent = Values.percent(value);
          return percent > 0 && percent <= 100;
        }
      };

  static final Kind SWITCH = choice("on", "off");

  static final Kind PORT = count(0, 65_535);

  private final String allowed;

  private Kind(String allowed) {
    this.allowed = allowed;
  }

  /** Completes the sentence "it must be". */
  final String allowed() {
    return allowed;
  }

  abstract boolean accepts(String value);

  static Kind choice(String... values) {
    StringBuilder words = new StringBuilder(values[0]);
    for (int i = 1; i < values.length; i++) {
      words.append(i == values.length - 1 ? " or " : ", ").append(values[i]);
    }
    return new Kind(words.toString()) {
      @Override
      boolean accepts(String value) {
        for (String one : values) {
          if (one.equals(value)) {
            return true;
          }
        }
        return false;
      }
    };
  }

  static Kind count(int min, int max) {
    return new Kind("a whole number from " + min + " to " + max) {
      @Override
      boolean accepts(String value) {
        long count = Values.wholeNumber(value);
        return count >= min && count <= max;
      }
    };
  }

  static Kind duration(String min, String max) {
    return new Kind("a duration from " + min + " to " + max + ", such as 10s, 5m or 2h") {
      @Override
      boolean accepts(String value) {
        long nanos = Values.nanos(value);
        return nanos >= Values.nanos(min) && nanos <= Values.nanos(max);
      }
    };
  }
}
