package io.github.threadleak.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest implements Sources {
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> files = new HashMap<>();
  private final List<String> complaints = new ArrayList<>();

  @Test
  void takesTheDefaultsWhereNothingIsSaid() {
    Options options = read(null);
    assertThat(options.host()).isEqualTo("127.0.0.1");
    assertThat(options.port()).isEqualTo(9797);
    assertThat(options.portFile()).isNull();
    assertThat(options.http()).isTrue();
    assertThat(options.tokenFile()).isNull();
    assertThat(options.tlsKeystore()).isNull();
    assertThat(options.tlsPasswordFile()).isNull();
    assertThat(options.spawnStacks()).isEqualTo(Options.SpawnStacks.AUTO);
    assertThat(options.captureCpu()).isEqualTo(0.01);
    assertThat(options.maxSites()).isEqualTo(10_000);
    assertThat(options.censusInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(options.appPackages()).isEmpty();
    assertThat(options.ignore()).isEmpty();
    assertThat(options.metricsSites()).isEqualTo(50);
    assertThat(options.stuckAfter()).isEqualTo(Duration.ofMinutes(10));
    assertThat(options.suspectWindow()).isEqualTo(Duration.ofHours(6));
    assertThat(options.suspectMin()).isEqualTo(20);
    assertThat(options.proofByGc()).isFalse();
    assertThat(options.recover()).isFalse();
    assertThat(options.log()).isEqualTo(Log.Level.INFO);
    assertThat(options.config()).isNull();
    assertThat(complaints).isEmpty();
  }

  @Test
  void everyDefaultIsAValueThatItsOptionAccepts() {
    for (Option option : Option.values()) {
      String text = option.defaultText();
      assertThat(text == null || option.accepts(text)).as(option.key()).isTrue();
    }
  }

  @Test
  void readsAgentArguments() {
    Options options = read("host=::1,port=0,port-file=/tmp/p,http=off,log=debug,spawn-stacks=off");
    assertThat(options.host()).isEqualTo("::1");
    assertThat(options.port()).isZero();
    assertThat(options.portFile()).isEqualTo(Path.of("/tmp/p"));
    assertThat(options.http()).isFalse();
    assertThat(options.log()).isEqualTo(Log.Level.DEBUG);
    assertThat(options.spawnStacks()).isEqualTo(Options.SpawnStacks.OFF);
    assertThat(complaints).isEmpty();
  }

  @Test
  void aStrongerSourceWins() {
    files.put("/f", "port=4\nhost=file\nmax-sites=4\nmetrics-sites=4");
    environment.put("THREADLEAK_PORT", "3");
    environment.put("THREADLEAK_HOST", "env");
    environment.put("THREADLEAK_MAX_SITES", "3");
    properties.put("threadleak.port", "2");
    properties.put("threadleak.host", "prop");
    Options options = read("port=1,config=/f");
    assertThat(options.port()).isEqualTo(1);
    assertThat(options.host()).isEqualTo("prop");
    assertThat(options.maxSites()).isEqualTo(3);
    assertThat(options.metricsSites()).isEqualTo(4);
    assertThat(source(options, Option.PORT)).isEqualTo(Source.ARGUMENTS);
    assertThat(source(options, Option.HOST)).isEqualTo(Source.PROPERTY);
    assertThat(source(options, Option.MAX_SITES)).isEqualTo(Source.ENVIRONMENT);
    assertThat(source(options, Option.METRICS_SITES)).isEqualTo(Source.FILE);
    assertThat(source(options, Option.LOG)).isEqualTo(Source.DEFAULT);
    assertThat(complaints).isEmpty();
  }

  @Test
  void theFileMayBeNamedByPropertyOrEnvironment() {
    files.put("/f", "port=4");
    environment.put("THREADLEAK_CONFIG", "/f");
    assertThat(read(null).port()).isEqualTo(4);
    environment.clear();
    properties.put("threadleak.config", "/f");
    assertThat(read(null).port()).isEqualTo(4);
  }

  @Test
  void reportsAFileThatCannotBeReadAndGoesOn() {
    assertThat(read("config=/none,port=5").port()).isEqualTo(5);
    assertThat(complaints).singleElement().asString().contains("config=/none").contains("NoSuch");
  }

  @Test
  void aFileCannotNameAnother() {
    files.put("/f", "config=/g");
    files.put("/g", "port=4");
    assertThat(read("config=/f").port()).isEqualTo(9797);
    assertThat(complaints).singleElement().asString().contains("config=/g");
  }

  @Test
  void reportsAnUnknownKeyInOneLine() {
    read("prot=1234,nonsense=x,bare");
    assertThat(complaints).hasSize(3);
    assertThat(complaints.get(0))
        .contains("prot=1234", "agent arguments", "did you mean port?", "census-interval");
    assertThat(complaints.get(1)).contains("nonsense=x").doesNotContain("did you mean");
    assertThat(complaints.get(2)).contains("bare");
  }

  @Test
  void reportsAnUnknownKeyOfTheFile() {
    files.put("/f", "Census_Interval=4s");
    read("config=/f");
    assertThat(complaints)
        .singleElement()
        .asString()
        .contains("Census_Interval=4s in the file", "did you mean census-interval?");
  }

  @ParameterizedTest
  @CsvSource({
    "port,65536",
    "port,-1",
    "port,''",
    "port,1e3",
    "port,99999999999999999999",
    "http,yes",
    "log,INFO",
    "spawn-stacks,some",
    "max-sites,0",
    "census-interval,10",
    "census-interval,0s",
    "census-interval,99999999999999999d",
    "census-interval,1.5s",
    "census-interval,s",
    "capture-cpu,1",
    "capture-cpu,0%",
    "capture-cpu,101%",
    "capture-cpu,.5%",
    "capture-cpu,NaN%",
    "port-file,''",
    "host,a b",
    "proof,on",
    "host,''"
  })
  void reportsABadValueAndTakesTheDefault(String key, String value) {
    Option option = Option.of(key);
    assertThat(option).isNotNull();
    environment.put(option.variable(), option.defaultText() == null ? "/x" : option.defaultText());
    Options options = read(key + "=" + value);
    assertThat(complaints)
        .singleElement()
        .asString()
        .startsWith(key + "=" + value + " ")
        .contains(option.allowed());
    assertThat(options.settings().get(option.ordinal()))
        .isEqualTo(new Setting(option, option.defaultText(), Source.DEFAULT));
  }

  @Test
  void aBadValueTakesTheDefaultEvenWhereAWeakerSourceHasAGoodOne() {
    properties.put("threadleak.port", "1");
    assertThat(read("port=x").port()).isEqualTo(9797);
  }

  @Test
  void reportsBadValuesOfPropertyAndEnvironmentByTheirNames() {
    properties.put("threadleak.http", "true");
    environment.put("THREADLEAK_MAX_SITES", "many");
    read(null);
    assertThat(complaints).hasSize(2);
    assertThat(complaints.get(0)).startsWith("threadleak.http=true ").contains("on or off");
    assertThat(complaints.get(1)).startsWith("THREADLEAK_MAX_SITES=many ").contains("1000000");
  }

  @Test
  void aKeyWithoutAValueIsReported() {
    assertThat(read("http").http()).isTrue();
    assertThat(complaints).singleElement().asString().contains("http", "on or off");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://10.0.0.11:80", "udp://10.0.0.11:53", ""})
  void ignoresWhatKubernetesSetsForAServiceOfThatName(String value) {
    environment.put("THREADLEAK_PORT", value);
    environment.put("THREADLEAK_SERVICE_HOST", "10.0.0.11");
    assertThat(read(null).port()).isEqualTo(9797);
    assertThat(complaints).isEmpty();
  }

  @Test
  void theLastOfTwoWinsAndEmptyPartsAreNothing() {
    assertThat(read(",port=1,, port = 2 ,").port()).isEqualTo(2);
    assertThat(complaints).isEmpty();
  }

  @Test
  void aValueMayHoldAnEqualsSign() {
    assertThat(read("port-file=/a=b").portFile()).isEqualTo(Path.of("/a=b"));
  }

  @Test
  void aListIsSeparatedBySemicolons() {
    assertThat(read("app-packages=com.acme.;; org.acme ").appPackages())
        .containsExactly("com.acme.", "org.acme");
  }

  @ParameterizedTest
  @CsvSource({"250ms,250", "90s,90000", "5m,300000", "2h,7200000", "1d,86400000"})
  void readsDurations(String text, long millis) {
    assertThat(read("census-interval=" + text).censusInterval())
        .isEqualTo(Duration.ofMillis(millis));
    assertThat(complaints).isEmpty();
  }

  @Test
  void readsHowSpawnsAreCaptured() {
    Options options = read("spawn-stacks=adaptive,capture-cpu=0.5%");
    assertThat(options.spawnStacks()).isEqualTo(Options.SpawnStacks.ADAPTIVE);
    assertThat(options.captureCpu()).isEqualTo(0.005);
    assertThat(complaints).isEmpty();
  }

  @Test
  void aSourceThatForbidsReadingIsNoSource() {
    Sources forbidding =
        new Sources() {
          @Override
          public @Nullable String systemProperty(String name) {
            throw new SecurityException(name);
          }

          @Override
          public @Nullable String environmentVariable(String name) {
            throw new SecurityException(name);
          }

          @Override
          public Properties file(Path path) {
            throw new SecurityException(path.toString());
          }
        };
    Options options = Options.read("port=7,config=/f", forbidding, complaints::add);
    assertThat(options.port()).isEqualTo(7);
    assertThat(complaints).singleElement().asString().contains("config=/f");
  }

  private Options read(@Nullable String arguments) {
    return Options.read(arguments, this, complaints::add);
  }

  private static Source source(Options options, Option option) {
    return options.settings().get(option.ordinal()).source();
  }

  @Override
  public @Nullable String systemProperty(String name) {
    return properties.get(name);
  }

  @Override
  public @Nullable String environmentVariable(String name) {
    return environment.get(name);
  }

  @Override
  public Properties file(Path path) throws IOException {
    String text = files.get(path.toString());
    if (text == null) {
      throw new NoSuchFileException(path.toString());
    }
    Properties loaded = new Properties();
    loaded.load(new StringReader(text));
    return loaded;
  }
}
