package io.github.threadleak.endpoint;

import io.github.threadleak.census.Filter;
import io.github.threadleak.http.HttpError;
import io.github.threadleak.http.Request;
import io.github.threadleak.parking.Reason;
import io.github.threadleak.render.Profile;
import io.github.threadleak.snapshot.Grouping;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.Verdict;
import io.github.threadleak.verdict.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a profile, checked: an unknown or bad one is a 400 that names it.
 *
 * @param seconds over how long to take a difference; 0 for none
 * @param filters those given, as they were written
 */
record ProfileParameters(
    Format format,
    int seconds,
    boolean exact,
    Grouping grouping,
    Filter filter,
    List<String> filters) {

  private static final int MOST_SECONDS = 600;
  private static final List<String> FORMS = List.of("debug", "format", "seconds", "exact", "group");
  private static final List<String> FILTERS =
      List.of("kind", "site", "name", "reason", "verdict", "min-age", "min-parked");

  /**
   * The verdicts of {@link Profile#leaksOnly}. Of {@link Verdict#VANISHED} there is no thread left.
   */
  private static final String LEAKS =
      String.join(
          "|",
          Verdict.DEADLOCKED.word(),
          Verdict.PROVEN.word(),
          Verdict.STUCK.word(),
          Verdict.SUSPECTED.word());

  /** Reads a request's parameters; {@code otherwise} is the format where none is asked for. */
  static ProfileParameters of(Request request, Profile profile, Format otherwise) throws HttpError {
    return of(request, profile, otherwise, false);
  }

  private static ProfileParameters of(
      Request request, Profile profile, Format otherwise, boolean vanishedToo) throws HttpError {
    Map<String, String> given = request.parameters();
    List<String> filters = new ArrayList<>();
    for (Map.Entry<String, String> parameter : given.entrySet()) {
      if (FILTERS.contains(parameter.getKey())) {
        filters.add(parameter.getKey() + "=" + parameter.getValue());
      } else if (!FORMS.contains(parameter.getKey())) {
        throw new HttpError(
            400,
            "unknown parameter "
                + parameter.getKey()
                + "; known here: "
                + String.join(", ", FORMS)
                + ", "
                + String.join(", ", FILTERS));
      }
    }
    Format format = format(given.get("debug"), given.get("format"), otherwise);
    return new ProfileParameters(
        format,
        seconds(given.get("seconds"), format),
        "true".equals(oneOf("exact", given.get("exact"), "true", "false")),
        grouping(given.get("group")),
        filter(given, profile, vanishedToo),
        List.copyOf(filters));
  }

  /** Reads those of a path that has but one form, JSON of leaked threads. */
  static ProfileParameters ofLeaks(Request request) throws HttpError {
    for (String form : List.of("debug", "format", "seconds")) {
      if (request.parameter(form) != null) {
        throw new HttpError(
            400,
            "unknown parameter "
                + form
                + "; "
                + request.path()
                + " is JSON; /debug/pprof/"
                + Profile.THREADLEAK.path()
                + " knows other forms");
      }
    }
    return of(request, Profile.THREADLEAK, Format.JSON, true);
  }

  /**
   * Whether the parameters let through what has vanished, of which no more is known than the site.
   */
  boolean showVanished(Request request) {
    String verdict = request.parameter("verdict");
    return filter.kind() != Kind.PLATFORM
        && filter.name() == null
        && filter.reason() == null
        && filter.minAgeSeconds() == 0
        && filter.minParkedSeconds() == 0
        && (verdict == null || Glob.pattern(verdict).matcher(Verdict.VANISHED.word()).matches());
  }

  private static Format format(@Nullable String debug, @Nullable String format, Format otherwise)
      throws HttpError {
    String level = oneOf("debug", debug, "0", "1", "2");
    String name = oneOf("format", format, "json", "jstack", "folded", "html");
    if (name != null) { // it is instead of debug
      return switch (name) {
        case "json" -> Format.JSON;
        case "jstack" -> Format.JSTACK;
        case "folded" -> Format.FOLDED;
        default -> Format.HTML;
      };
    }
    if (level == null) {
      return otherwise;
    }
    return switch (level) {
      case "0" -> Format.PPROF;
      case "1" -> Format.GROUPED_TEXT;
      default -> Format.THREAD_TEXT;
    };
  }

  private static int seconds(@Nullable String value, Format format) throws HttpError {
    if (value == null) {
      return 0;
    }
    if (!value.matches("0*[1-9][0-9]{0,2}") || Integer.parseInt(value) > MOST_SECONDS) {
      throw bad("seconds", value, "a whole number from 1 to " + MOST_SECONDS);
    }
    if (format != Format.PPROF) {
      throw new HttpError(
          400, "seconds=" + value + ": only with debug=0, which has negative counts");
    }
    return Integer.parseInt(value);
  }

  private static Grouping grouping(@Nullable String value) throws HttpError {
    for (Grouping grouping : Grouping.values()) {
      if (grouping.word().equals(value)) {
        return grouping;
      }
    }
    if (value != null) {
      throw bad("group", value, "spawn, parked or both");
    }
    return Grouping.BOTH;
  }

  private static Filter filter(Map<String, String> given, Profile profile, boolean vanishedToo)
      throws HttpError {
    return new Filter(
        kind(given.get("kind")),
        glob(given.get("site")),
        glob(given.get("name")),
        reason(given.get("reason")),
        verdict(given.get("verdict"), profile, vanishedToo),
        duration("min-age", given.get("min-age")),
        duration("min-parked", given.get("min-parked")));
  }

  private static @Nullable Kind kind(@Nullable String value) throws HttpError {
    String word = oneOf("kind", value, Kind.PLATFORM.word(), Kind.VIRTUAL.word());
    return word == null ? null : word.equals(Kind.VIRTUAL.word()) ? Kind.VIRTUAL : Kind.PLATFORM;
  }

  private static @Nullable Pattern glob(@Nullable String value) {
    return value == null ? null : Glob.pattern(value);
  }

  private static @Nullable Pattern reason(@Nullable String value) throws HttpError {
    Pattern glob = glob(value);
    if (glob == null || value == null) {
      return null;
    }
    for (Reason reason : Reason.values()) {
      if (glob.matcher(reason.words()).matches()) {
        return glob;
      }
    }
    throw bad("reason", value, "a reason such as socket read, or a glob that one of them fits");
  }

  private static @Nullable Pattern verdict(
      @Nullable String value, Profile profile, boolean vanishedToo) throws HttpError {
    Pattern glob = glob(value);
    if (glob == null || value == null) {
      return profile.leaksOnly() ? Pattern.compile(LEAKS) : null;
    }
    List<String> words = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      if (verdict != Verdict.VANISHED || vanishedToo) {
        words.add(verdict.word());
      }
    }
    if (words.stream().noneMatch(word -> glob.matcher(word).matches())) {
      throw bad("verdict", value, String.join(", ", words) + ", or a glob that one of them fits");
    }
    return profile.leaksOnly()
        ? Pattern.compile("(?=(?:" + LEAKS + ")$)" + glob.pattern(), Pattern.DOTALL)
        : glob;
  }

  private static double duration(String key, @Nullable String value) throws HttpError {
    if (value == null) {
      return 0;
    }
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
    throw bad(key, value, "a duration such as 30s, 5m, 2h or 1d");
  }

  private static @Nullable String oneOf(String key, @Nullable String value, String... allowed)
      throws HttpError {
    if (value == null || List.of(allowed).contains(value)) {
      return value;
    }
    String last = allowed[allowed.length - 1];
    String others = String.join(", ", List.of(allowed).subList(0, allowed.length - 1));
    throw bad(key, value, others + " or " + last);
  }

  private static HttpError bad(String key, String value, String allowed) {
    return new HttpError(400, key + "=" + value + ": must be " + allowed);
  }
}
