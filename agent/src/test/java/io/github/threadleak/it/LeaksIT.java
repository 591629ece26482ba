package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** What leaks, by line, over time, and since a mark. */
class LeaksIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ABANDONED = "Leaks.startAbandoned(";
  private static final String HELD = "Leaks.hold(";
  private static final String[] JSON = {"Content-Type", "application/json", "X-Threadleak", "1"};

  @TempDir Path folder;

  @OnEveryJdk
  void accusesTheLine(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk)) {
      Deadline.eventually(
          PATIENCE,
          () -> {
            JsonObject leaks = jvm.json("/api/v1/leaks");
            assertThat(Accounting.groups(leaks)).hasSize(1);
            JsonObject group = Accounting.groups(leaks).get(0);
            assertThat(group.get("count").getAsLong()).isEqualTo(12);
            assertThat(group.get("verdict").getAsString()).isEqualTo("stuck");
            assertThat(group.getAsJsonObject("spawn").get("culprit").getAsString())
                .startsWith(ABANDONED);
            assertThat(leaks.getAsJsonArray("vanished")).isEmpty();
            assertThat(leaks.get("pid").getAsLong()).isEqualTo(jvm.pid());
          });
      assertThat(groupsAt(jvm, "name=abandoned-1*")).isEqualTo(3);
      assertThat(groupsAt(jvm, "exact=true&site=*startAbandoned*&kind=platform&reason=latch"))
          .isEqualTo(12);
      assertThat(groupsAt(jvm, "verdict=stuck")).isEqualTo(12);
      assertThat(groupsAt(jvm, "verdict=suspected")).isZero();
      assertThat(groupsAt(jvm, "verdict=vanished")).isZero();
      assertThat(groupsAt(jvm, "kind=virtual")).isZero();
      assertError(jvm.get("/api/v1/leaks?debug=1"), 400, "debug");
      assertError(jvm.get("/api/v1/leaks?verdict=bad"), 400, "vanished");
      Deadline.eventually(
          PATIENCE,
          () -> {
            Map<String, Double> leaked = jvm.metrics();
            leaked.keySet().removeIf(key -> !key.startsWith("threadleak_leaked_threads"));
            assertThat(leaked).hasSize(1);
            leaked.forEach(
                (key, value) -> {
                  assertThat(key).contains("verdict=\"stuck\"", "culprit=\"" + ABANDONED);
                  assertThat(value).isEqualTo(12);
                });
          });
    }
  }

  @OnEveryJdk
  void tellsASiteWithTheStacksThatLedToIt(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk)) {
      tell(jvm, "abandonElsewhere 3");
      tell(jvm, "hold 5");
      tell(jvm, "release 0");
      Deadline.eventually(
          PATIENCE,
          () -> {
            JsonObject row = siteRow(jvm, ABANDONED);
            assertThat(row.get("platform").getAsLong()).isEqualTo(15);
            assertThat(row.get("virtual").getAsLong()).isZero();
            assertThat(row.get("started").getAsLong()).isEqualTo(15);
            assertThat(row.get("oldestSeconds").getAsDouble()).isPositive();
            assertThat(row.getAsJsonObject("verdicts").toString()).isEqualTo("{\"stuck\":15}");
            assertThat(row.getAsJsonArray("stack")).isNotEmpty();
          });
      JsonObject all = jvm.json("/api/v1/sites");
      assertThat(elements(all, "sites"))
          .extracting(site -> site.get("platform").getAsLong() + site.get("virtual").getAsLong())
          .isSortedAccordingTo((a, b) -> Long.compare(b, a))
          .doesNotContain(0L);
      JsonObject one = jvm.json("/api/v1/sites?limit=1");
      assertThat(elements(one, "sites")).hasSize(1);
      assertThat(one.get("known")).isEqualTo(all.get("known"));
      assertThat(elements(jvm.json("/api/v1/sites?site=Leaks.*"), "sites")).hasSize(1);

      String id = siteRow(jvm, ABANDONED).get("siteId").getAsString();
      JsonObject site = jvm.json("/api/v1/sites/" + id);
      assertThat(site.get("culprit").getAsString()).startsWith(ABANDONED);
      assertThat(elements(site, "variants"))
          .extracting(
              variant ->
                  variant.get("live").getAsLong()
                      + " of "
                      + variant.get("started").getAsLong()
                      + (variant.get("stack").toString().contains("abandonElsewhere")
                          ? " elsewhere"
                          : ""))
          .containsExactly("12 of 12", "3 of 3 elsewhere");
      assertThat(site.has("otherVariants")).isFalse();
      assertThat(elements(site, "groups"))
          .extracting(group -> group.get("count").getAsLong())
          .containsExactly(15L);
      assertError(jvm.get("/api/v1/sites/ffffffff"), 404, "ffffffff");
      assertError(jvm.get("/api/v1/sites/"), 404, "no site");
      assertError(jvm.get("/api/v1/sites/" + id + "?debug=1"), 400, "debug");
      assertError(jvm.get("/api/v1/sites?limit=0"), 400, "limit=0");
      assertError(jvm.get("/api/v1/sites?top=3"), 400, "top");
    }
  }

  @OnEveryJdk
  void keepsAHistory(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk)) {
      Deadline.eventually(
          PATIENCE,
          () -> {
            JsonObject history = jvm.json("/api/v1/history?sites=3");
            List<JsonObject> points = elements(history, "points");
            assertThat(points.size()).isGreaterThan(4);
            JsonObject last = points.get(points.size() - 1);
            assertThat(last.get("leaked").getAsLong()).isEqualTo(12);
            assertThat(last.get("platform").getAsLong()).isGreaterThan(14);
            List<Instant> times = points.stream().map(LeaksIT::timeOf).toList();
            assertThat(times).isSorted().doesNotHaveDuplicates();
            assertThat(Duration.between(times.get(times.size() - 1), timeOf(history)).abs())
                .isLessThan(Duration.ofSeconds(20));
            assertThat(elements(history, "sites")).hasSize(1);
            JsonObject site = elements(history, "sites").get(0);
            assertThat(site.get("culprit").getAsString()).startsWith(ABANDONED);
            assertThat(elements(site, "points"))
                .isNotEmpty()
                .allSatisfy(
                    point -> {
                      assertThat(point.get("most").getAsLong()).isBetween(1L, 12L);
                      assertThat(Duration.between(timeOf(point), timeOf(history)))
                          .isBetween(Duration.ZERO, Duration.ofMinutes(2));
                    });
          });
      tell(jvm, "abandon 1");
      String id = siteRow(jvm, ABANDONED).get("siteId").getAsString();
      Deadline.eventually(
          PATIENCE,
          () -> {
            JsonObject ofSite = jvm.json("/api/v1/history?site=" + id);
            List<JsonObject> points = elements(elements(ofSite, "sites").get(0), "points");
            assertThat(points.get(points.size() - 1).get("most").getAsLong()).isEqualTo(13);
            assertThat(
                    jvm.metrics().keySet().stream()
                        .filter(key -> key.startsWith("threadleak_site_growth_per_hour")))
                .singleElement()
                .asString()
                .contains("site=\"" + id + "\"");
          });
      assertThat(elements(jvm.json("/api/v1/history"), "sites")).isEmpty();
      assertError(jvm.get("/api/v1/history?site=ffffffff"), 404, "ffffffff");
      assertError(jvm.get("/api/v1/history?sites=many"), 400, "sites=many");
      assertError(jvm.get("/api/v1/history?sites=1&site=" + id), 400, "not together");
    }
  }

  @OnEveryJdk
  void showsWhatHasComeSinceABaseline(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk)) {
      tell(jvm, "hold 5");
      jvm.page("/api/v1/baselines"); // the listener's own threads are there now
      JsonObject baseline = mark(jvm, "{\"name\": \"before the deal\"}");
      assertThat(baseline.get("name").getAsString()).isEqualTo("before the deal");
      assertThat(baseline.get("threads").getAsLong()).isGreaterThan(17);
      tell(jvm, "abandon 3");
      tell(jvm, "release 0");
      String id = baseline.get("id").getAsString();
      Deadline.eventually(
          PATIENCE,
          () -> {
            JsonObject diff = jvm.json("/api/v1/diff?since=" + id);
            assertThat(diff.getAsJsonObject("since").get("time")).isEqualTo(baseline.get("time"));
            assertThat(ofProgram(diff, "sites"))
                .singleElement()
                .satisfies(
                    grown -> {
                      assertThat(grown.get("culprit").getAsString()).startsWith(ABANDONED);
                      assertThat(grown.get("change").getAsLong()).isEqualTo(3);
                      assertThat(grown.get("startedSince").getAsLong()).isEqualTo(3);
                      assertThat(grown.getAsJsonObject("before").get("platform").getAsLong())
                          .isEqualTo(12);
                      assertThat(grown.has("verdict")).isTrue();
                      assertThat(grown.get("verdict").getAsString()).isEqualTo("stuck");
                      assertThat(grown.getAsJsonArray("stack")).isNotEmpty();
                    });
            assertThat(ofProgram(diff, "shrunk"))
                .singleElement()
                .satisfies(
                    shrunk -> {
                      assertThat(shrunk.get("culprit").getAsString()).startsWith(HELD);
                      assertThat(shrunk.get("change").getAsLong()).isEqualTo(-5);
                    });
          });
      assertError(jvm.get("/api/v1/diff"), 400, "since");
      assertError(jvm.get("/api/v1/diff?since=no"), 404, "no");
    }
  }

  @OnEveryJdk
  void keepsSixteenBaselinesAndRefusesOtherPosts(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk)) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 18; i++) {
        ids.add(mark(jvm, i % 2 == 0 ? "" : "{}").get("id").getAsString());
      }
      assertThat(elements(jvm.json("/api/v1/baselines"), "baselines"))
          .extracting(baseline -> baseline.get("id").getAsString())
          .isEqualTo(ids.subList(2, 18));
      assertError(jvm.get("/api/v1/diff?since=" + ids.get(1)), 404, ids.get(1));

      String path = "/api/v1/baselines";
      assertError(jvm.send("POST", path, "", "X-Threadleak", "1"), 415, "application/json");
      assertError(
          jvm.send("POST", path, "", "Content-Type", "application/json"), 403, "X-Threadleak: 1");
      assertError(jvm.send("POST", path, "{", JSON), 400, "JSON object");
      assertError(jvm.send("POST", path, "[]", JSON), 400, "JSON object");
      assertError(jvm.send("POST", path, "{} 1", JSON), 400, "JSON object");
      assertError(jvm.send("POST", path, "{\"name\":7}", JSON), 400, "name");
      assertError(jvm.send("POST", path, "{\"nome\":\"x\"}", JSON), 400, "nome");
      assertError(
          jvm.send("POST", path, "{\"name\":\"" + "x".repeat(101) + "\"}", JSON), 400, "100");
      assertError(jvm.send("POST", path + "?name=x", "", JSON), 400, "name");
      assertError(jvm.send("DELETE", path, ""), 405, "GET, HEAD, POST");
      assertThat(elements(jvm.json(path), "baselines")).hasSize(16);
    }
  }

  @OnEveryJdk
  void comparesDumpsOnTheCommandLine(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk)) {
      String pid = String.valueOf(jvm.pid());
      Path before = folder.resolve("before.json");
      Path after = folder.resolve("after.json");
      assertThat(
              Finished.command(jdk, "dump", pid, "--format", "json", "-o", before.toString())
                  .exitCode())
          .isZero();
      Finished same = Finished.command(jdk, "diff", pid, before.toString());
      assertThat(same.exitCode()).as(same::output).isZero();
      tell(jvm, "abandon 3");
      assertThat(
              Finished.command(jdk, "dump", pid, "--format", "json", "-o", after.toString())
                  .exitCode())
          .isZero();

      Finished files = Finished.command(jdk, "diff", before.toString(), after.toString());
      assertThat(files.exitCode()).as(files::output).isEqualTo(1);
      assertThat(files.stdout().lines())
          .filteredOn(line -> line.contains("Leaks."))
          .singleElement()
          .asString()
          .matches(" *\\+3 +12 +15 +platform +latch.* [0-9a-f]{8} +Leaks\\.startAbandoned\\(.*");
      Finished running = Finished.command(jdk, "diff", pid, after.toString());
      assertThat(running.exitCode()).as(running::output).isZero();
      Finished json = Finished.command(jdk, "diff", pid, before.toString(), "--format", "json");
      assertThat(json.exitCode()).as(json::output).isEqualTo(1);
      assertThat(ofProgram(JsonParser.parseString(json.stdout()).getAsJsonObject(), "sites"))
          .extracting(site -> site.get("change").getAsLong())
          .containsExactly(3L);

      Files.writeString(after, "{\"schemaVersion\": 3}");
      Finished refused = Finished.command(jdk, "diff", before.toString(), after.toString());
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.stderr()).hasLineCount(1).contains(after + " has schemaVersion 3");
      assertThat(Finished.command(jdk, "diff", "http://127.0.0.1:1", before.toString()).exitCode())
          .isEqualTo(3);
    }
  }

  @OnEveryJdk(from = 21)
  void namesTheLinesOfThreadsThatAreGone(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).agent("census-interval=1s").run("Collected")) {
      jvm.awaitReady();
      Deadline.eventually(
          PATIENCE,
          () -> {
            jvm.send("collect");
            JsonObject leaks = jvm.json("/api/v1/leaks?verdict=vanished");
            assertThat(elements(leaks, "vanished"))
                .singleElement()
                .satisfies(
                    gone -> {
                      assertThat(gone.get("culprit").getAsString()).startsWith("Collected.drop(");
                      assertThat(gone.get("count").getAsLong()).isEqualTo(30);
                      assertThat(gone.get("siteId").getAsString()).hasSize(8);
                    });
          });
      for (String without : List.of("verdict=stuck", "kind=platform", "name=*", "site=other")) {
        assertThat(elements(jvm.json("/api/v1/leaks?" + without), "vanished")).isEmpty();
      }
      String id =
          elements(jvm.json("/api/v1/leaks"), "vanished").get(0).get("siteId").getAsString();
      JsonObject site = jvm.json("/api/v1/sites/" + id); // known, though nothing is left of it
      assertThat(site.get("virtual").getAsLong()).isZero();
      assertThat(site.get("started").getAsLong()).isEqualTo(30);
    }
  }

  // ----

  private static ForkedJvm start(Jdk jdk) throws Exception {
    return ForkedJvm.on(jdk)
        .agent("census-interval=1s", "stuck-after=2s", "suspect-min=8", "suspect-window=40s")
        .run("Leaks")
        .awaitReady();
  }

  private static void tell(ForkedJvm jvm, String line) throws Exception {
    jvm.send(line);
    jvm.awaitLine("DONE " + line);
  }

  private static JsonObject mark(ForkedJvm jvm, String body) throws Exception {
    HttpResponse<String> answer = jvm.send("POST", "/api/v1/baselines", body, JSON);
    assertThat(answer.statusCode()).as(answer::body).isEqualTo(201);
    JsonObject baseline = JsonParser.parseString(answer.body()).getAsJsonObject();
    assertThat(answer.headers().firstValue("Location"))
        .contains("/api/v1/diff?since=" + baseline.get("id").getAsString());
    return baseline;
  }

  private static JsonObject siteRow(ForkedJvm jvm, String culprit) throws Exception {
    List<JsonObject> rows =
        elements(jvm.json("/api/v1/sites"), "sites").stream()
            .filter(row -> row.get("culprit").getAsString().startsWith(culprit))
            .toList();
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  /** Threads in {@code /api/v1/leaks} with these parameters. */
  private static long groupsAt(ForkedJvm jvm, String query) throws Exception {
    return Accounting.groups(jvm.json("/api/v1/leaks?" + query)).stream()
        .mapToLong(group -> group.get("count").getAsLong())
        .sum();
  }

  private static List<JsonObject> ofProgram(JsonObject diff, String name) {
    return elements(diff, name).stream()
        .filter(site -> site.get("culprit").getAsString().startsWith("Leaks."))
        .toList();
  }

  private static List<JsonObject> elements(JsonObject json, String name) {
    JsonArray array = json.getAsJsonArray(name);
    List<JsonObject> elements = new ArrayList<>();
    for (JsonElement element : array) {
      elements.add(element.getAsJsonObject());
    }
    return elements;
  }

  private static Instant timeOf(JsonObject point) {
    return Instant.parse(point.get("time").getAsString());
  }

  private static void assertError(HttpResponse<String> response, int status, String named) {
    assertThat(response.statusCode()).as(() -> response.uri() + response.body()).isEqualTo(status);
    assertThat(response.body().strip()).hasLineCount(1).contains(named);
  }
}
