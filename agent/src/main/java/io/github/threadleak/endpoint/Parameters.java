package io.github.threadleak.endpoint;

import io.github.threadleak.http.HttpError;
import io.github.threadleak.http.Request;
import io.github.threadleak.verdict.Glob;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a path that has a few; a bad one is a 400 that names it. */
final class Parameters {
  private Parameters() {}

  /** Refuses all others. */
  static void onlyKnown(Request request, String... names) throws HttpError {
    List<String> known = List.of(names);
    for (String given : request.parameters().keySet()) {
      if (!known.contains(given)) {
        throw new HttpError(
            400, "unknown parameter " + given + "; known here: " + String.join(", ", known));
      }
    }
  }

  /** Null where it is not given. */
  static @Nullable Pattern glob(Request request, String name) {
    String value = request.parameter(name);
    return value == null ? null : Glob.pattern(value);
  }

  /** A whole number; {@code otherwise} where it is not given. */
  static int number(Request request, String name, int least, int most, int otherwise)
      throws HttpError {
    String value = request.parameter(name);
    if (value == null) {
      return otherwise;
    }
    if (value.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new HttpError(
        400, name + "=" + value + ": must be a whole number from " + least + " to " + most);
  }
}
