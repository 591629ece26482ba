package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The configurations in docs/profiles scrape what the agent serves. */
class ProfileCollectorsIT {
  private static final Path FOLDER = Path.of("..", "docs", "profiles");

  /** Alloy's names of blocks: {@code profile.goroutine {} or {@code profile.custom "threads" {}. */
  private static final Pattern ALLOY_PROFILE =
      Pattern.compile(
          "profile\\.(\\w+)(?: \"(\\w+)\")? \\{\\s+enabled = (true|false)"
              + "(?:\\s+path +=\\s+\"([^\"]+)\")?\\s+}");

  /** What Alloy and Parca scrape unless they are told not to. */
  private static final String[] OF_GO_ALONE = {"process_cpu", "memory", "mutex", "block"};

  @Test
  void alloyAndParcaScrapeTheSameProfiles() throws IOException {
    assertThat(alloy()).isNotEmpty().isEqualTo(parca());
    for (String profile : OF_GO_ALONE) {
      assertThat(alloy()).containsEntry(profile, "");
    }
  }

  @Test
  void parcasTimeoutIsLongerThanItsInterval() throws IOException {
    Map<?, ?> job = parcaJob();
    assertThat(seconds(job.get("scrape_timeout")))
        .isGreaterThan(seconds(job.get("scrape_interval")));
  }

  @OnEveryJdk
  void everyProfileIsThereAsACollectorWantsIt(Jdk jdk) throws Exception {
    try (ForkedJvm jvm =
        ForkedJvm.on(jdk)
            .agent("census-interval=1s", "stuck-after=2s")
            .run("corpus.AuditLog", "leaking", "platform")) {
      jvm.awaitReady();
      awaitLeaks(jvm);
      for (Map.Entry<String, String> profile : parca().entrySet()) {
        if (!profile.getValue().isEmpty()) {
          HttpResponse<byte[]> answer = jvm.getBytes(profile.getValue());
          assertThat(answer.statusCode()).as(profile.getValue()).isEqualTo(200);
          DecodedProfile decoded = DecodedProfile.of(answer.body());
          String type = profile.getKey().startsWith("goroutine") ? "goroutine" : "threads";
          assertThat(decoded.sampleType()).isEqualTo(type + "/count");
          assertThat(decoded.periodType()).isEqualTo(type + "/count");
          assertThat(decoded.hasSequentialIds()).as("what Parca insists on").isTrue();
          assertThat(decoded.samples()).as(profile.getKey()).isNotEmpty();
        }
      }
    }
  }

  private static void awaitLeaks(ForkedJvm jvm) throws Exception {
    Deadline.eventually(
        Duration.ofSeconds(60),
        () ->
            assertThat(Accounting.groups(jvm.json("/debug/pprof/threadleak?format=json")))
                .isNotEmpty());
  }

  /** By name, the path of each that is scraped; empty where it is not. */
  private static Map<String, String> alloy() throws IOException {
    Map<String, String> profiles = new TreeMap<>();
    String text = Files.readString(FOLDER.resolve("config.alloy"));
    for (MatchResult block : ALLOY_PROFILE.matcher(text).results().toList()) {
      String name = block.group(2) == null ? block.group(1) : block.group(2);
      profiles.put(name, Boolean.parseBoolean(block.group(3)) ? block.group(4) : "");
    }
    assertThat(profiles).hasSize(text.split("profile\\.\\w").length - 1);
    return profiles;
  }

  private static Map<String, String> parca() throws IOException {
    Map<String, String> profiles = new TreeMap<>();
    Map<?, ?> profiling = (Map<?, ?>) parcaJob().get("profiling_config");
    new LinkedHashMap<>((Map<?, ?>) profiling.get("pprof_config"))
        .forEach(
            (name, value) -> {
              Map<?, ?> profile = (Map<?, ?>) value;
              profiles.put(
                  (String) name,
                  profile.get("enabled").equals(true) ? (String) profile.get("path") : "");
            });
    return profiles;
  }

  private static Map<?, ?> parcaJob() throws IOException {
    Map<?, ?> root = new Yaml().load(Files.readString(FOLDER.resolve("parca.yaml")));
    return (Map<?, ?>) ((List<?>) root.get("scrape_configs")).get(0);
  }

  private static int seconds(Object duration) {
    return Integer.parseInt(((String) duration).replaceFirst("s$", ""));
  }
}
