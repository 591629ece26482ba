package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code fleet} against a real Prometheus that holds the series of two thousand JVMs, written into
 * its storage by promtool: as they were six hours ago and as they are now.
 */
class FleetIT {
  private static final int INSTANCES = 2_000;
  private static final int SITES_OF_INSTANCE = 20;
  private static final int STUCK_ON = 37;
  private static final int STUCK_THREADS = 5_000;
  private static final int SUSPECTED_THREADS = 3;
  private static final int GROWING_ON = 5;
  private static final int GROWING_THREADS = 200;
  private static final long SIX_HOURS = Duration.ofHours(6).toSeconds();

  private static Path folder;
  private static PrometheusServer withRules;

  @BeforeAll
  static void startPrometheus() throws Exception {
    Tools.needOnPath("prometheus");
    Tools.needOnPath("promtool");
    folder = Files.createTempDirectory("threadleak-fleet");
    withRules = PrometheusServer.over(stored(), PrometheusServer.shipped("threadleak-rules.yml"));
    Deadline.eventually(
        Duration.ofSeconds(60),
        () ->
            assertThat(withRules.query("sum(job_site:threadleak_leaked_threads:sum)"))
                .isNotEmpty());
  }

  @AfterAll
  static void stop() throws IOException {
    if (withRules != null) {
      withRules.close();
    }
    if (folder != null) {
      Programs.delete(folder);
    }
  }

  @Test
  void ranksTheLinesOfTwoThousandJvms() throws Exception {
    Finished fleet = fleet(withRules, "--format", "json");

    assertThat(fleet.exitCode()).as(fleet.output()).isEqualTo(1);
    JsonObject answer = JsonParser.parseString(fleet.stdout()).getAsJsonObject();
    assertThat(answer.get("instances").getAsLong()).isEqualTo(INSTANCES);
    assertThat(answer.getAsJsonArray("warnings")).isEmpty();
    JsonArray sites = answer.getAsJsonArray("sites");
    assertThat(sites).hasSize(3);
    verifyVerdicts(sites.get(0), sites.get(1));

    JsonObject growing = sites.get(2).getAsJsonObject();
    assertThat(growing.get("culprit").getAsString()).isEqualTo(culprit(2));
    assertThat(growing.get("verdicts").toString()).isEqualTo("[\"growing\"]");
    assertThat(growing.get("leaked").getAsLong()).isZero();
    assertThat(growing.get("live").getAsLong())
        .isEqualTo(INSTANCES + (long) GROWING_ON * GROWING_THREADS);
    assertThat(growing.get("gained").getAsLong()).isEqualTo((long) GROWING_ON * GROWING_THREADS);
    assertThat(growing.get("instancesLeaking").getAsLong()).isEqualTo(GROWING_ON);
  }

  @Test
  void saysTheSameWithoutTheRulesButForWhatOnlyGrows() throws Exception {
    try (PrometheusServer bare = PrometheusServer.over(stored(), "groups: []\n")) {
      Finished fleet = fleet(bare, "--format", "json");

      assertThat(fleet.exitCode()).as(fleet.output()).isEqualTo(1);
      JsonObject answer = JsonParser.parseString(fleet.stdout()).getAsJsonObject();
      assertThat(answer.get("warnings").toString()).contains("recording rules");
      assertThat(fleet.stderr()).contains("recording rules").hasLineCount(1);
      JsonArray sites = answer.getAsJsonArray("sites");
      verifyVerdicts(sites.get(0), sites.get(1));
    }
  }

  @Test
  void readsLittleWhereTheRulesHaveRecorded() throws Exception {
    try (PrometheusServer bare = PrometheusServer.over(stored(), "groups: []\n")) {
      long before = withRules.samplesRead();
      fleet(withRules);
      long recorded = withRules.samplesRead() - before;
      fleet(bare);
      long raw = bare.samplesRead();
      System.out.printf(
          "fleet of %,d JVMs: %,d samples read with the recording rules, %,d without%n",
          INSTANCES, recorded, raw);

      assertThat(raw).isGreaterThan(2L * INSTANCES * SITES_OF_INSTANCE);
      assertThat(recorded * 10).isPositive().isLessThan(raw);
    }
  }

  @Test
  void printsATable() throws Exception {
    Finished fleet = fleet(withRules, "--top", "1");

    assertThat(fleet.exitCode()).as(fleet.output()).isEqualTo(1);
    assertThat(fleet.stderr()).isEmpty();
    List<String> lines = fleet.stdout().lines().toList();
    assertThat(lines.get(0)).contains("2,000 JVMs with the agent in billing, orders, 6h back from");
    assertThat(lines.get(1)).startsWith(" LEAKED     LIVE    GAINED").endsWith("CULPRIT");
    assertThat(lines.get(2))
        .startsWith("185,000  187,000  +185,000  37/2,000  stuck ")
        .containsPattern("orders-\\d+:9797 \\(5,001\\)")
        .endsWith(culprit(0));
    assertThat(lines.get(3)).isEqualTo("and 2 lines more: --top");
    assertThat(lines).hasSize(4);
  }

  private static void verifyVerdicts(JsonElement first, JsonElement second) {
    JsonObject stuck = first.getAsJsonObject();
    assertThat(stuck.get("culprit").getAsString()).isEqualTo(culprit(0));
    assertThat(stuck.get("siteIds").toString()).isEqualTo("[\"" + site(0) + "\"]");
    assertThat(stuck.get("jobs").toString()).isEqualTo("[\"orders\"]");
    assertThat(stuck.get("verdicts").toString()).isEqualTo("[\"stuck\"]");
    assertThat(stuck.get("leaked").getAsLong()).isEqualTo((long) STUCK_ON * STUCK_THREADS);
    assertThat(stuck.get("live").getAsLong())
        .isEqualTo(INSTANCES + (long) STUCK_ON * STUCK_THREADS);
    assertThat(stuck.get("gained").getAsLong()).isEqualTo((long) STUCK_ON * STUCK_THREADS);
    assertThat(stuck.get("instancesLeaking").getAsLong()).isEqualTo(STUCK_ON);
    assertThat(stuck.get("instancesShowing").getAsLong()).isEqualTo(INSTANCES);
    assertThat(stuck.getAsJsonObject("worst").get("live").getAsLong()).isEqualTo(STUCK_THREADS + 1);

    JsonObject suspected = second.getAsJsonObject();
    assertThat(suspected.get("culprit").getAsString()).isEqualTo(culprit(1));
    assertThat(suspected.get("jobs").toString()).isEqualTo("[\"billing\",\"orders\"]");
    assertThat(suspected.get("leaked").getAsLong()).isEqualTo((long) INSTANCES * SUSPECTED_THREADS);
    assertThat(suspected.get("instancesLeaking").getAsLong()).isEqualTo(INSTANCES);
  }

  private static Finished fleet(PrometheusServer server, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("fleet", "--prometheus", server.url()));
    words.addAll(List.of(more));
    return Finished.command(Jdks.found().iterator().next(), words.toArray(new String[0]));
  }

  /** Prometheus' storage, with the samples in it. */
  private static Path stored() throws IOException {
    Path storage = Files.createTempDirectory(folder, "data");
    Path text = Files.createTempFile(folder, "series", ".om");
    try (BufferedWriter out = Files.newBufferedWriter(text)) {
      long now = System.currentTimeMillis() / 1000;
      // A sample is looked for up to five minutes back.
      Map<Long, Boolean> times = new HashMap<>();
      times.put(now - SIX_HOURS - 30, false);
      times.put(now - SIX_HOURS + 120, false);
      times.put(now, true);
      for (int site = 0; site < SITES_OF_INSTANCE; site++) {
        for (int instance = 0; instance < INSTANCES; instance++) {
          for (long time : times.keySet().stream().sorted().toList()) {
            long threads =
                1 + (times.get(time) ? leaked(site, instance) + grown(site, instance) : 0);
            write(
                out,
                "threadleak_site_threads",
                labels(site, instance) + ",kind=\"virtual\"",
                threads,
                time);
          }
        }
      }
      // What the rules had recorded by then.
      for (int site = 0; site < SITES_OF_INSTANCE; site++) {
        for (String job : List.of("orders", "billing")) {
          String line =
              "job=\"" + job + "\",site=\"" + site(site) + "\",culprit=\"" + culprit(site) + '"';
          write(
              out,
              "job_site:threadleak_site_threads:sum",
              line,
              INSTANCES / 2,
              now - SIX_HOURS - 30);
          write(
              out,
              "job_site:threadleak_site_threads:sum",
              line,
              INSTANCES / 2,
              now - SIX_HOURS + 120);
        }
      }
      for (int instance = 0; instance < INSTANCES; instance++) {
        write(
            out, "threadleak_agent_info", instance(instance) + ",version=\"1\",jvm=\"x\"", 1, now);
        for (int site = 0; site < 2; site++) {
          String verdict = ",verdict=\"" + (site == 0 ? "stuck" : "suspected") + '"';
          if (leaked(site, instance) > 0) {
            write(
                out,
                "threadleak_leaked_threads",
                labels(site, instance) + verdict,
                leaked(site, instance),
                now);
          }
        }
        if (grown(2, instance) > 0) {
          write(
              out,
              "ALERTS",
              labels(2, instance) + ",alertname=\"ThreadleakSiteGrows\",alertstate=\"firing\"",
              1,
              now);
        }
      }
      out.write("# EOF\n");
    }
    Finished blocks =
        Finished.run(
            List.of(
                Tools.needOnPath("promtool").toString(),
                "tsdb",
                "create-blocks-from",
                "openmetrics",
                text.toString(),
                storage.toString()));
    assertThat(blocks.exitCode()).as(blocks.output()).isZero();
    return storage;
  }

  private static long leaked(int site, int instance) {
    return switch (site) {
      case 0 -> instance < STUCK_ON ? STUCK_THREADS : 0;
      case 1 -> SUSPECTED_THREADS;
      default -> 0;
    };
  }

  private static long grown(int site, int instance) {
    return site == 2 && instance < GROWING_ON ? GROWING_THREADS : 0;
  }

  private static void write(
      BufferedWriter out, String name, String labels, long value, long seconds) throws IOException {
    out.write(name + '{' + labels + "} " + value + ' ' + seconds + '\n');
  }

  private static String labels(int site, int instance) {
    return instance(instance) + ",site=\"" + site(site) + "\",culprit=\"" + culprit(site) + '"';
  }

  /** The second half is another service. */
  private static String instance(int instance) {
    String job = instance < INSTANCES / 2 ? "orders" : "billing";
    return "job=\"" + job + "\",instance=\"" + job + '-' + instance + ":9797\"";
  }

  private static String site(int site) {
    return "5170000" + (char) ('a' + site);
  }

  private static String culprit(int site) {
    return "com.acme.Service.call" + site + "(Service.java:" + (100 + site) + ")";
  }
}
