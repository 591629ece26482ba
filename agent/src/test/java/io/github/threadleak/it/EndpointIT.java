package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** What a scraper, a browser and a script get over HTTP. */
class EndpointIT {
  private static final Set<String> REASONS =
      Set.of(
          ("queue put|queue take|transfer|idle pool worker|lock|read lock|write lock|monitor|condition|object wait"
                  + "|semaphore|latch|barrier|phaser|exchanger|future|completable future|thread join"
                  + "|executor termination|structured join|sleep|timed park|park|socket read|socket write"
                  + "|socket accept|socket connect|selector|file I/O|process wait|reference queue|name lookup"
                  + "|running|unknown")
              .split("\\|"));
  private static final Set<String> VERDICTS =
      Set.of("deadlocked", "proven", "vanished", "stuck", "suspected", "idle", "ok");
  private static final String DURATION = "(?:\\d+[dhms]|\\d+ms)+";

  private static final Pattern TOTAL =
      Pattern.compile("threadleak profile: total (\\d+) \\(platform (\\d+), virtual (\\d+)\\)");
  private static final Pattern GROUP =
      Pattern.compile(
          "(\\d+) (platform|virtual) \\[([A-Za-z/ ]+?)(?:, (?:seen parked|"
              + DURATION
              + "(?: to "
              + DURATION
              + ")?))?](?: ([a-z]+)(?::? .*)?)?");
  private static final Pattern FACT = Pattern.compile("#  [a-z].*");
  private static final Pattern FRAME =
      Pattern.compile("#\t[\\w.$<>/]+\t(?:[^\t:]+:\\d+|Native Method|Unknown Source|[^\t:]+)");
  private static final Pattern STANZA =
      Pattern.compile(
          "thread (\\d+) \"((?:[^\"\\\\\\p{Cntrl}]++|\\\\.)*+)\" (platform|virtual) \\[([A-Za-z/ ]+?)(?:, (?:seen parked|"
              + DURATION
              + "))?](?: [a-z].*)?:",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern STACK_FRAME = Pattern.compile("[^\\s\"]+\\([^()]*\\)");
  private static final Pattern CREATED =
      Pattern.compile(
          "created by [^()]+\\([^()]*\\)(?: in thread \\d+(?: \".*\")?)?(?:, "
              + DURATION
              + " ago)?, site [0-9a-z]+");

  /** Where no spawn was seen: why, in a few plain words. */
  private static final Pattern NOT_CREATED = Pattern.compile("[a-z]+(?: [a-zA-Z-]+)+");

  @OnEveryJdk
  void metricsCarryTheContractsNames(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Routes", "factory")) {
      Accounting.verify(jvm.awaitReady());
      Map<String, Double> metrics = jvm.metrics();
      assertThat(metrics.keySet().stream().map(EndpointIT::family))
          .contains(
              "threadleak_threads",
              "threadleak_threads_started_total",
              "threadleak_threads_ended_total",
              "threadleak_site_threads",
              "threadleak_site_oldest_seconds",
              "threadleak_agent_info",
              "threadleak_agent_instrumented",
              "threadleak_agent_sites",
              "threadleak_agent_sites_dropped_total",
              "threadleak_agent_census_seconds_count",
              "threadleak_agent_census_seconds_sum",
              "threadleak_agent_registry_bytes",
              "process_cpu_seconds_total",
              "jvm_memory_bytes_used");
      assertThat(metrics.entrySet())
          .filteredOn(sample -> sample.getKey().startsWith("threadleak_site_threads{"))
          .filteredOn(sample -> sample.getKey().contains("Routes.startFromFactory("))
          .singleElement()
          .satisfies(
              sample -> {
                assertThat(sample.getValue()).isEqualTo(200.0);
                assertThat(sample.getKey()).contains("site=\"", "culprit=\"", "kind=\"platform\"");
              });
      assertThat(metrics.keySet())
          .filteredOn(key -> key.startsWith("threadleak_agent_errors_total"))
          .allSatisfy(key -> assertThat(metrics.get(key)).isZero());
    }
  }

  @OnEveryJdk
  void metricsPassPromtool(Jdk jdk) throws Exception {
    Tools.needOnPath("promtool");
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Named")) {
      jvm.awaitReady();
      Finished promtool =
          Finished.run(List.of("promtool", "check", "metrics"), Map.of(), jvm.page("/metrics"));
      assertThat(promtool.output()).isEmpty();
      assertThat(promtool.exitCode()).isZero();
    }
  }

  @OnEveryJdk
  void metricsComeAsTheScraperAsks(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Named")) {
      jvm.awaitReady();
      HttpResponse<String> plain = jvm.get("/metrics");
      assertThat(contentType(plain)).startsWith("text/plain; version=0.0.4");
      HttpResponse<String> openMetrics =
          jvm.get(
              "/metrics", "Accept", "application/openmetrics-text;version=1.0.0;q=0.8,*/*;q=0.1");
      assertThat(contentType(openMetrics))
          .startsWith("application/openmetrics-text; version=1.0.0");
      assertThat(openMetrics.body()).endsWith("# EOF\n");
      HttpResponse<byte[]> zipped = jvm.getBytes("/metrics", "Accept-Encoding", "gzip");
      assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
            .contains("threadleak_threads{");
      }
    }
  }

  @OnEveryJdk
  void indexNamesTheProfiles(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Named")) {
      jvm.awaitReady();
      assertThat(jvm.page("/healthz").trim()).isEqualTo("ok");
      assertThat(jvm.page("/debug/pprof/"))
          .contains("threads?debug=1", "threads?debug=2", "<a href=")
          .contains("threadleak?debug=1", "goroutine?debug=1", "goroutineleak?debug=2")
          .contains("format=html", "format=json", "format=folded", "format=jstack", "debug=0");
    }
  }

  @OnEveryJdk
  void groupedTextKeepsToItsGrammar(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Routes", "factory")) {
      JsonObject threads = Accounting.verify(jvm.awaitReady());
      List<String> lines = jvm.page("/debug/pprof/threads?debug=1").lines().toList();
      Matcher total = TOTAL.matcher(lines.get(0));
      assertThat(total.matches()).as(lines.get(0)).isTrue();
      assertThat(Long.parseLong(total.group(1)))
          .isEqualTo(Long.parseLong(total.group(2)) + Long.parseLong(total.group(3)))
          .isEqualTo(Accounting.total(threads, "platform") + Accounting.total(threads, "virtual"));
      List<Long> counts = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        if (line.isEmpty() || FACT.matcher(line).matches() || FRAME.matcher(line).matches()) {
          continue;
        }
        Matcher group = GROUP.matcher(line);
        assertThat(group.matches()).as(line).isTrue();
        assertThat(REASONS).contains(group.group(3));
        if (group.group(4) != null) {
          assertThat(VERDICTS).contains(group.group(4));
        }
        counts.add(Long.valueOf(group.group(1)));
      }
      assertThat(counts).isSortedAccordingTo((a, b) -> Long.compare(b, a));
      assertThat(counts.stream().mapToLong(Long::longValue).sum())
          .isEqualTo(Long.parseLong(total.group(1)));
      assertThat(lines).anyMatch(line -> line.startsWith("200 platform [park"));
      assertThat(lines)
          .anyMatch(
              line ->
                  line.matches(
                      "#  spawned at Routes\\.startFromFactory\\(Routes\\.java:\\d+\\)  site [0-9a-z]+"));
    }
  }

  @OnEveryJdk
  void stanzasAreAsManyAsThreads(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Routes", "thread")) {
      JsonObject threads = Accounting.verify(jvm.awaitReady());
      List<String> headers = stanzaHeaders(jvm.page("/debug/pprof/threads?debug=2"));
      assertThat((long) headers.size())
          .isEqualTo(Accounting.total(threads, "platform") + Accounting.total(threads, "virtual"));
      assertThat(headers)
          .filteredOn(header -> header.contains("\"leaked\" platform [park"))
          .hasSize(500);
    }
  }

  @OnEveryJdk(from = 21)
  void stanzasOfManyVirtualThreadsAreNeverCutOff(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("VirtualChurn", 160_000)) {
      Accounting.verify(jvm.awaitReady());
      assertThat(stanzaHeaders(jvm.page("/debug/pprof/threads?debug=2")))
          .filteredOn(header -> header.contains(" virtual ["))
          .hasSize(3_200);
    }
  }

  @OnEveryJdk
  void namesCannotBreakTheFormats(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Named")) {
      JsonObject threads = Accounting.verify(jvm.awaitReady());
      HttpResponse<byte[]> text = jvm.getBytes("/debug/pprof/threads?debug=2");
      assertThat(contentType(text)).startsWith("text/plain");
      assertThat(text.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      String stanzas = utf8(text.body());
      assertThat(stanzas.codePoints().filter(c -> c != '\n' && c != '\t' && c < ' ')).isEmpty();
      assertThat((long) stanzaHeaders(stanzas).size())
          .isEqualTo(Accounting.total(threads, "platform") + Accounting.total(threads, "virtual"));
      assertThat(stanzas)
          .contains("quoted \\\"name\\\"", "two\\nlines", "<script>alert(1)</script>");

      HttpResponse<byte[]> json = jvm.getBytes("/debug/pprof/threads?format=json");
      assertThat(contentType(json)).startsWith("application/json");
      assertThat(utf8(json.body()).codePoints().filter(c -> c != '\n' && c < ' ')).isEmpty();
      assertThat(nameOf(jvm, "quoted*")).isEqualTo("quoted \"name\" \\ back");
      assertThat(nameOf(jvm, "two*")).isEqualTo("two\nlines\r\nthree");
      assertThat(nameOf(jvm, "*red*")).isEqualTo("\u001b[31mred\u001b[0m");
      assertThat(nameOf(jvm, "<script>*")).isEqualTo("<script>alert(1)</script>");
      assertThat(nameOf(jvm, "xxxx*")).isEqualTo("x".repeat(64 * 1024));
    }
  }

  @OnEveryJdk
  void jsonKeepsToItsSchema(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Routes", "pool")) {
      JsonObject threads = Accounting.verify(jvm.awaitReady());
      assertThat(threads.keySet())
          .contains(
              "schemaVersion",
              "time",
              "pid",
              "jvm",
              "agent",
              "instrumented",
              "captureMode",
              "totals",
              "groups");
      assertThat(threads.get("schemaVersion").getAsInt()).isEqualTo(1);
      assertThat(threads.get("pid").getAsLong()).isEqualTo(jvm.pid());
      assertThat(threads.getAsJsonObject("jvm").keySet()).contains("vendor", "version");
      assertThat(threads.getAsJsonObject("agent").keySet()).contains("version");
      assertThat(threads.get("instrumented").getAsBoolean()).isTrue();
      assertThat(threads.getAsJsonObject("totals").keySet())
          .contains(
              "platform",
              "virtual",
              "startedPlatform",
              "startedVirtual",
              "endedPlatform",
              "endedVirtual");
      assertNoNull("", threads);
      for (JsonObject group : Accounting.groups(threads)) {
        assertThat(group.keySet()).contains("count", "kind", "state", "reason", "verdict");
        assertThat(group.get("kind").getAsString()).isIn("platform", "virtual");
        assertThat(REASONS).contains(group.get("reason").getAsString());
        assertThat(VERDICTS).contains(group.get("verdict").getAsString());
        assertThat(group.has("spawn")).as("%s", group).isNotEqualTo(group.has("spawnUnknown"));
        if (group.has("spawn")) {
          assertThat(group.getAsJsonObject("spawn").keySet())
              .contains("siteId", "culprit", "stack");
        }
        if (group.has("parkedStack")) {
          for (JsonElement frame : group.getAsJsonArray("parkedStack")) {
            assertThat(frame.getAsJsonObject().keySet()).contains("class", "method");
          }
        }
      }
      JsonObject api = jvm.json("/api/v1/threads");
      assertThat(api.keySet()).isEqualTo(threads.keySet());
    }
  }

  @OnEveryJdk
  void errorsAreOneLineThatNamesTheFault(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Named")) {
      jvm.awaitReady();
      assertError(jvm.get("/no/such/page"), 404, "");
      assertError(jvm.get("/debug/pprof/heap"), 404, "");
      assertError(jvm.get("/debug/pprof/threads?debug=7"), 400, "debug");
      assertError(jvm.get("/debug/pprof/threads?debug=x"), 400, "debug");
      assertError(jvm.get("/debug/pprof/threads?format=xml"), 400, "format");
      assertError(jvm.get("/debug/pprof/threads?nonsense=1"), 400, "nonsense");
      assertError(jvm.get("/debug/pprof/threads?min-age=soon"), 400, "min-age");
      assertError(jvm.get("/debug/pprof/threads?seconds=1&debug=1"), 400, "seconds");
      assertError(jvm.get("/debug/pprof/threads?seconds=1&debug=2"), 400, "seconds");
      assertError(jvm.get("/debug/pprof/threads?seconds=1&format=html"), 400, "seconds");
      assertError(jvm.get("/debug/pprof/threads?seconds=0"), 400, "from 1 to 600");
      assertError(jvm.get("/debug/pprof/threads?seconds=601"), 400, "from 1 to 600");
      assertError(jvm.get("/debug/pprof/threads?seconds=1.5"), 400, "from 1 to 600");
      assertError(jvm.get("/debug/pprof/threads?min-parked=1M"), 400, "min-parked=1M: must be");
      assertError(jvm.get("/debug/pprof/threads?verdict=bad"), 400, "verdict=bad: must be dead");
      assertError(jvm.get("/debug/pprof/threads?reason=quue*"), 400, "reason=quue*: must be");
      assertError(jvm.get("/debug/pprof/threads?group=all"), 400, "group=all: must be spawn,");
      assertError(jvm.get("/debug/pprof/threads?kind=green"), 400, "kind=green: must be platform");
      assertError(jvm.get("/debug/pprof/threads?exact=yes"), 400, "exact=yes: must be true or");
      assertError(jvm.get("/debug/pprof/goroutine?nonsense=1"), 400, "nonsense");
      assertError(jvm.get("/debug/pprof/?debug=1"), 400, "debug");
      assertError(jvm.send("DELETE", "/metrics", ""), 405, "");
      assertError(jvm.send("POST", "/debug/pprof/threads", ""), 405, "");
    }
  }

  @OnEveryJdk
  void refusesAHostThatIsNotItsOwn(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Named")) {
      jvm.awaitReady();
      String own = "127.0.0.1:" + jvm.port();
      assertThat(statusFor(jvm.port(), own)).isEqualTo(200);
      assertThat(statusFor(jvm.port(), "localhost:" + jvm.port())).isEqualTo(200);
      assertThat(statusFor(jvm.port(), "rebound.example:" + jvm.port())).isEqualTo(403);
    }
  }

  // ----

  private static List<String> stanzaHeaders(String page) {
    List<String> headers = new ArrayList<>();
    for (String line : page.split("\n")) {
      if (line.isEmpty() || line.startsWith("\t")) {
        continue;
      }
      Matcher stanza = STANZA.matcher(line);
      if (stanza.matches()) {
        assertThat(REASONS).contains(stanza.group(4));
        headers.add(line);
      } else {
        assertThat(
                STACK_FRAME.matcher(line).matches()
                    || CREATED.matcher(line).matches()
                    || NOT_CREATED.matcher(line).matches())
            .as(() -> "neither header, frame nor origin: " + line)
            .isTrue();
      }
    }
    return headers;
  }

  /** The name of the one thread that the glob finds. */
  private static String nameOf(ForkedJvm jvm, String glob)
      throws IOException, InterruptedException {
    String query = URLEncoder.encode(glob, StandardCharsets.UTF_8);
    List<JsonObject> groups =
        Accounting.groups(jvm.json("/debug/pprof/threads?format=json&name=" + query));
    assertThat(groups).as(glob).hasSize(1);
    assertThat(groups.get(0).get("count").getAsLong()).as(glob).isEqualTo(1);
    JsonObject example = groups.get(0).getAsJsonArray("examples").get(0).getAsJsonObject();
    return example.get("threadName").getAsString();
  }

  private static void assertNoNull(String path, JsonElement element) {
    assertThat(element.isJsonNull()).as(path).isFalse();
    if (element.isJsonObject()) {
      element
          .getAsJsonObject()
          .entrySet()
          .forEach(entry -> assertNoNull(path + "." + entry.getKey(), entry.getValue()));
    } else if (element.isJsonArray()) {
      element.getAsJsonArray().forEach(child -> assertNoNull(path + "[]", child));
    }
  }

  private static void assertError(HttpResponse<String> response, int status, String named) {
    String asked = response.request().method() + " " + response.uri();
    assertThat(response.statusCode()).as(asked).isEqualTo(status);
    assertThat(contentType(response)).as(asked).startsWith("text/plain");
    assertThat(response.body().strip()).as(asked).isNotEmpty().hasLineCount(1).contains(named);
  }

  private static String contentType(HttpResponse<?> response) {
    return response.headers().firstValue("Content-Type").orElse("");
  }

  private static String family(String sample) {
    int labels = sample.indexOf('{');
    return labels < 0 ? sample : sample.substring(0, labels);
  }

  /** Strict: bytes that are not UTF-8 are a failure. */
  private static String utf8(byte[] bytes) throws IOException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static int statusFor(int port, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("GET /debug/pprof/threads?debug=1 HTTP/1.1\r\nHost: "
                  + host
                  + "\r\nConnection: close\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(response.split(" ")[1]);
    }
  }
}
