package io.github.threadleak.config;

import org.jspecify.annotations.Nullable;

/**
 * Every option there is: the one place that says what it is called, what it may be, what it is
 * without being asked for, and what it means. {@code docs/options.md} is made from this table.
 */
public enum Option {
  HOST("host", "127.0.0.1", Kind.HOST, "address to listen on"),
  PORT("port", "9797", Kind.PORT, "port; `0` picks a free one"),
  PORT_FILE("port-file", null, Kind.PATH, "file that receives the port actually bound"),
  HTTP("http", "on", Kind.SWITCH, "`off`: record only (JMX-free, no listener)"),
  TOKEN_FILE(
      "token-file",
      null,
      Kind.PATH,
      "file with a token that every request except `/healthz` must carry, as `Authorization: Bearer` or as the"
          + " password of HTTP Basic (any user name), so that browsers work too"),
  TLS_KEYSTORE("tls-keystore", null, Kind.PATH, "PKCS12 key store: serve HTTPS"),
  TLS_PASSWORD_FILE(
      "tls-password-file", null, Kind.PATH, "file with the password of `tls-keystore`"),
  SPAWN_STACKS(
      "spawn-stacks",
      "auto",
      Kind.choice("exact", "adaptive", "auto", "off"),
      "`exact`: every spawn's full stack; `adaptive`: verified samples for virtual threads, the rest inferred from the task's class; `auto`: exact until capture would cost more than `capture-cpu`; `off`: none"),
  CAPTURE_CPU(
      "capture-cpu",
      "1%",
      Kind.PERCENT,
      "share of one core that spawn capture may cost before `auto` turns adaptive"),
  MAX_SITES(
      "max-sites",
      "10000",
      Kind.count(1, 1_000_000),
      "distinct spawn sites kept; later ones count under site `overflow`"),
  CENSUS_INTERVAL(
      "census-interval",
      "10s",
      Kind.duration("100ms", "1d"),
      "how often live threads are looked at"),
  APP_PACKAGES(
      "app-packages",
      null,
      Kind.LIST,
      "prefixes; the culprit frame is the first spawn frame in them"),
  IGNORE("ignore", null, Kind.LIST, "globs of thread names or culprit frames never to accuse"),
  METRICS_SITES(
      "metrics-sites",
      "50",
      Kind.count(0, 10_000),
      "spawn sites that get series of their own; the rest are summed under `site=\"other\"`"),
  STUCK_AFTER(
      "stuck-after",
      "10m",
      Kind.duration("1s", "365d"),
      "a thread seen in one and the same park this long is stuck"),
  SUSPECT_WINDOW("suspect-window", "6h", Kind.duration("1s", "365d"), "window of the growth test"),
  SUSPECT_MIN(
      "suspect-min",
      "20",
      Kind.count(1, 1_000_000),
      "live threads a site needs before it can be a suspect"),
  PROOF(
      "proof",
      "off",
      Kind.choice("off", "gc"),
      "`gc`: allow the [garbage collector's proof](proof-by-gc.md) for virtual threads. Not free of effect: threads that it looks"
          + " at are missing from the JDK's own dumps meanwhile; for a thread that nothing can wake, `WeakReference`s to what"
          + " only it holds are cleared and finalizers of that run, so that whoever holds its wake-up weakly can never"
          + " wake it; `POST /api/v1/prove` forces full collections"),
  RECOVER(
      "recover",
      "off",
      Kind.SWITCH,
      "`on` (with `proof=gc`): proven-leaked virtual threads are let go, so that the GC frees them; they end without running their"
          + " `finally` blocks. ZGC and Shenandoah prove nothing without it"),
  LOG(
      "log",
      "info",
      Kind.choice("off", "info", "debug"),
      "how much is said on stderr, each line starting `[threadleak]`"),
  CONFIG("config", null, Kind.PATH, "properties file with more of these keys");

  private final String key;
  private final @Nullable String defaultText;

  @SuppressWarnings(
      "ImmutableEnumChecker") // a Kind is immutable; the annotation that says so is another
  // library's
  private final Kind kind;

  private final String meaning;

  Option(String key, @Nullable String defaultText, Kind kind, String meaning) {
    this.key = key;
    this.defaultText = defaultText;
    this.kind = kind;
    this.meaning = meaning;
  }

  /** The name in agent arguments and in a properties file. */
  public String key() {
    return key;
  }

  /** The value without being asked for, or null for none. */
  public @Nullable String defaultText() {
    return defaultText;
  }

  /** What values are possible, in words. */
  public String allowed() {
    return kind.allowed();
  }

  /** What it is for, in Markdown. */
  public String meaning() {
    return meaning;
  }

  /** The system property that sets it. */
  public String property() {
    return "threadleak." + key;
  }

  /** The environment variable that sets it. */
  public String variable() {
    StringBuilder name = new StringBuilder("THREADLEAK_");
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      name.append(c == '-' ? '_' : Character.toUpperCase(c));
    }
    return name.toString();
  }

  boolean accepts(String value) {
    return kind.accepts(value);
  }

  static @Nullable Option of(String key) {
    for (Option option : values()) {
      if (option.key.equals(key)) {
        return option;
      }
    }
    return null;
  }

  /** The option whose key is at most two slips of the finger away, or null. */
  static @Nullable Option nearest(String key) {
    Option nearest = null;
    int best = 3;
    for (Option option : values()) {
      int distance = distance(key, option.key);
      // Two slips turn "ab" into anything of its length.
      if (distance < best && distance < option.key.length() - 1) {
        nearest = option;
        best = distance;
      }
    }
    return nearest;
  }

  /** Levenshtein's distance, upper and lower case being the same. */
  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > 2) {
      return 3;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        int replaced = diagonal + (same ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
