package io.github.threadleak.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options in force. Immutable. */
@SuppressWarnings(
    "EnumOrdinal") // an EnumMap would find the constants by reflection, before the application's
// main
public final class Options {
  /** How spawn stacks are captured. */
  public enum SpawnStacks {
    /** Every spawn's full stack. */
    EXACT,
    /** Verified samples; the rest is inferred. */
    ADAPTIVE,
    /** Exact until that would cost more than {@link Options#captureCpu}. */
    AUTO,
    /** None. */
    OFF
  }

  /** One for each {@link Option}, in its order. */
  private final Setting[] settings;

  Options(Setting[] settings) {
    this.settings = settings;
  }

  /**
   * Reads all options: agent arguments before system properties before the environment before the
   * file that {@code config} names. What is unknown or unusable is complained about in one line and
   * the key takes its default; nothing is thrown.
   *
   * @param agentArguments {@code key=value,key=value}, or null
   */
  public static Options read(
      @Nullable String agentArguments, Sources sources, Complaints complaints) {
    return new OptionsReader(sources, complaints).read(agentArguments);
  }

  /** Every option with its value and where that came from, in the order of {@link Option}. */
  public List<Setting> settings() {
    return Collections.unmodifiableList(Arrays.asList(settings));
  }

  /** The host name or address to listen on. */
  public String host() {
    return required(Option.HOST);
  }

  /** The port to listen on; 0 for any. */
  public int port() {
    return count(Option.PORT);
  }

  /** The file that receives the bound port. */
  public @Nullable Path portFile() {
    return path(Option.PORT_FILE);
  }

  /** Whether there is a listener. */
  public boolean http() {
    return isOn(Option.HTTP);
  }

  /** The file that holds the token of all requests. */
  public @Nullable Path tokenFile() {
    return path(Option.TOKEN_FILE);
  }

  /** The PKCS12 key store to serve HTTPS with. */
  public @Nullable Path tlsKeystore() {
    return path(Option.TLS_KEYSTORE);
  }

  /** The file that holds the password of {@link #tlsKeystore()}. */
  public @Nullable Path tlsPasswordFile() {
    return path(Option.TLS_PASSWORD_FILE);
  }

  /** How spawn stacks are captured. */
  public SpawnStacks spawnStacks() {
    return switch (required(Option.SPAWN_STACKS)) {
      case "exact" -> SpawnStacks.EXACT;
      case "adaptive" -> SpawnStacks.ADAPTIVE;
      case "off" -> SpawnStacks.OFF;
      default -> SpawnStacks.AUTO;
    };
  }

  /** The share of one core that spawn capture may cost: 0.01 is one percent. */
  public double captureCpu() {
    return Values.percent(required(Option.CAPTURE_CPU)) / 100;
  }

  /** How many distinct spawn sites are kept. */
  public int maxSites() {
    return count(Option.MAX_SITES);
  }

  /** The time from one look at the live threads to the next. */
  public Duration censusInterval() {
    return duration(Option.CENSUS_INTERVAL);
  }

  /** The prefixes of the application's classes; empty where the user named none. */
  public List<String> appPackages() {
    return list(Option.APP_PACKAGES);
  }

  /** The globs of thread names and culprit frames never to accuse. */
  public List<String> ignore() {
    return list(Option.IGNORE);
  }

  /** How many spawn sites get series of their own. */
  public int metricsSites() {
    return count(Option.METRICS_SITES);
  }

  /** How long a thread must be in one park to be stuck. */
  public Duration stuckAfter() {
    return duration(Option.STUCK_AFTER);
  }

  /** The window of the growth test. */
  public Duration suspectWindow() {
    return duration(Option.SUSPECT_WINDOW);
  }

  /** How many live threads a site needs to be a suspect. */
  public int suspectMin() {
    return count(Option.SUSPECT_MIN);
  }

  /** Whether the garbage collector's proof is allowed. */
  public boolean proofByGc() {
    return required(Option.PROOF).equals("gc");
  }

  /** Whether proven-leaked virtual threads are let go. */
  public boolean recover() {
    return isOn(Option.RECOVER);
  }

  /** How much is said on stderr. */
  public Log.Level log() {
    return switch (required(Option.LOG)) {
      case "off" -> Log.Level.OFF;
      case "debug" -> Log.Level.DEBUG;
      default -> Log.Level.INFO;
    };
  }

  /** The properties file that was named. */
  public @Nullable Path config() {
    return path(Option.CONFIG);
  }

  private @Nullable String text(Option option) {
    return settings[option.ordinal()].value();
  }

  private String required(Option option) {
    String value = text(option);
    if (value == null) {
      throw new IllegalStateException(option.key() + " has no default");
    }
    return value;
  }

  private int count(Option option) {
    return (int) Values.wholeNumber(required(option));
  }

  private boolean isOn(Option option) {
    return required(option).equals("on");
  }

  private Duration duration(Option option) {
    return Duration.ofNanos(Values.nanos(required(option)));
  }

  private @Nullable Path path(Option option) {
    String value = text(option);
    return value == null ? null : Path.of(value);
  }

  private List<String> list(Option option) {
    String value = text(option);
    return value == null ? Collections.emptyList() : Values.list(value);
  }
}
