package io.github.threadleak.it;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prometheus' configuration and rules in a time that passes quickly: an hour of theirs takes eight
 * seconds. Every duration of a file is mapped, comments left alone, and one that has no mapping is
 * an error: what would be shorter than a scrape could see nothing.
 */
final class ShortTime {
  private static final Duration HOUR = Duration.ofSeconds(8);

  /** No window but the pace of scrapes and evaluations, and the least time that an alert waits. */
  private static final Map<String, String> PACES = Map.of("15s", "1s", "30s", "1s", "1m", "1s");

  private static final Duration SHORTEST = Duration.ofMillis(500);

  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7),
          "y", Duration.ofDays(365));

  private static final Pattern PART = Pattern.compile("(\\d+)(ms|[smhdwy])");

  /**
   * As Prometheus writes them, {@code 1h30m}; and hours as a number of seconds, {@code 5 * 3600}.
   */
  private static final Pattern DURATION =
      Pattern.compile("(?<![\\w.$])(?:((?:\\d+(?:ms|[smhdwy]))+)|(\\d+) \\* 3600)(?![\\w.])");

  private ShortTime() {}

  /** The text with each of its durations mapped. */
  static String of(String text) {
    StringBuilder mapped = new StringBuilder();
    for (String line : text.split("(?<=\n)")) {
      mapped.append(line.strip().startsWith("#") ? line : ofLine(line));
    }
    return mapped.toString();
  }

  private static String ofLine(String line) {
    return DURATION
        .matcher(line)
        .replaceAll(
            match -> {
              if (match.group(2) != null) {
                return seconds(scaled(Duration.ofHours(Long.parseLong(match.group(2))), line))
                    .toPlainString();
              }
              String written = match.group(1);
              String pace = PACES.get(written);
              return pace != null ? pace : milliseconds(scaled(parse(written), line));
            });
  }

  private static Duration scaled(Duration duration, String line) {
    Duration scaled =
        Duration.ofNanos(
            BigDecimal.valueOf(duration.toNanos())
                .multiply(BigDecimal.valueOf(HOUR.toNanos()))
                .divide(BigDecimal.valueOf(UNITS.get("h").toNanos()), 0, RoundingMode.HALF_UP)
                .longValueExact());
    if (scaled.compareTo(SHORTEST) < 0) {
      throw new AssertionError("no mapping for " + duration + " in: " + line.strip());
    }
    return scaled;
  }

  private static Duration parse(String written) {
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(written);
    while (part.find()) {
      sum = sum.plus(UNITS.get(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
    }
    return sum;
  }

  private static String milliseconds(Duration duration) {
    return duration.toMillis() + "ms";
  }

  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros();
  }
}
