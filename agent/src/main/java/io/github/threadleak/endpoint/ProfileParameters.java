package io.github.threadleak.endpoint;

import io.github.threadleak.census.Filter;
import io.github.threadleak.http.HttpError;
import io.github.threadleak.http.Request;
import io.github.threadleak.snapshot.Kind;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters of a profile, checked: an unknown or bad one is a 400 that names it. */
record ProfileParameters(Format format, boolean exact, Filter filter) {
  enum Format {
    GROUPED_TEXT,
    THREAD_TEXT,
    JSON
  }

  /**
   * Reads a request's parameters; {@code otherwise} is the format where none is asked for, null for
   * none.
   */
  static ProfileParameters of(Request request, @Nullable Format otherwise) throws HttpError {
    Format format = null;
    Format debug = null;
    boolean exact = false;
    Kind kind = null;
    Pattern site = null;
    Pattern name = null;
    Pattern reason = null;
    double minAge = 0;
    for (Map.Entry<String, String> parameter : request.parameters().entrySet()) {
      String value = parameter.getValue();
      switch (parameter.getKey()) {
        case "debug" -> debug = debug(value);
        case "format" -> format = format(value);
        case "exact" -> exact = flag(value);
        case "kind" -> kind = kind(value);
        case "site" -> site = Filter.glob(value);
        case "name" -> name = Filter.glob(value);
        case "reason" -> reason = Filter.glob(value);
        case "min-age" -> minAge = seconds(value);
        default ->
            throw new HttpError(
                400,
                "unknown parameter "
                    + parameter.getKey()
                    + "; known here: debug, format, exact, kind, site, name, reason, min-age");
      }
    }
    if (format == null) { // format is instead of debug
      format = debug == null ? otherwise : debug;
    }
    if (format == null) {
      throw noProtobuf();
    }
    return new ProfileParameters(
        format, exact, new Filter(kind, site, name, reason, null, minAge, 0));
  }

  private static Format debug(String value) throws HttpError {
    return switch (value) {
      case "1" -> Format.GROUPED_TEXT;
      case "2" -> Format.THREAD_TEXT;
      case "0" -> throw noProtobuf();
      default -> throw new HttpError(400, "debug=" + value + ": must be 1 or 2");
    };
  }

  private static HttpError noProtobuf() {
    return new HttpError(
        400,
        "debug=0 (profile.proto) is not in this version; ask for debug=1, debug=2 or format=json");
  }

  private static Format format(String value) throws HttpError {
    if (value.equals("json")) {
      return Format.JSON;
    }
    throw new HttpError(400, "format=" + value + ": must be json");
  }

  private static boolean flag(String value) throws HttpError {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new HttpError(400, "exact=" + value + ": must be true or false");
    };
  }

  private static Kind kind(String value) throws HttpError {
    for (Kind kind : Kind.values()) {
      if (kind.word().equals(value)) {
        return kind;
      }
    }
    throw new HttpError(400, "kind=" + value + ": must be platform or virtual");
  }

  private static double seconds(String value) throws HttpError {
    String units = "smhd";
    int[] factors = {1, 60, 3_600, 86_400};
    int unit = value.isEmpty() ? -1 : units.indexOf(value.charAt(value.length() - 1));
    if (unit >= 0) {
      try {
        long number = Long.parseLong(value.substring(0, value.length() - 1));
        if (number >= 0) {
          return (double) number * factors[unit];
        }
      } catch (NumberFormatException notANumber) {
        // said below
      }
    }
    throw new HttpError(400, "min-age=" + value + ": must be a duration such as 30s, 5m, 2h or 1d");
  }
}
