package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prometheus over the files in {@code docs/prometheus}, in {@link ShortTime} and with other
 * targets, or over others; it is asked by its HTTP API. Closing ends it and deletes what it stored.
 */
final class PrometheusServer implements AutoCloseable {
  private static final Path SHIPPED = Path.of("..", "docs", "prometheus");

  private static final String SHIPPED_TARGETS = "targets: [\"localhost:9797\"]";
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final Path folder;
  private final Path log;
  private final int port;
  private final Process process;

  private PrometheusServer(Path folder, int port) throws IOException {
    this.folder = folder;
    this.port = port;
    log = folder.resolve("log");
    process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
  }

  /** With the shipped configuration and rules, and these agents as targets. */
  static PrometheusServer scraping(List<Integer> ports) throws IOException, InterruptedException {
    String configuration = shipped("prometheus.yml");
    assertThat(configuration).containsOnlyOnce(SHIPPED_TARGETS);
    List<String> targets = ports.stream().map(each -> '"' + instance(each) + '"').toList();
    return start(
        ShortTime.of(configuration).replace(SHIPPED_TARGETS, "targets: " + targets),
        ShortTime.of(shipped("threadleak-rules.yml")));
  }

  /** Without targets, over what promtool wrote into that folder, with rules run each second. */
  static PrometheusServer over(Path storage, String rules)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("threadleak-prometheus");
    Files.move(storage, folder.resolve("data"));
    return start(
        folder,
        """
        global:
          evaluation_interval: 1s
          query_log_file: queries.log
        rule_files:
          - threadleak-rules.yml
        """,
        rules);
  }

  /** Starts it, and waits until it answers. */
  static PrometheusServer start(String configuration, String rules)
      throws IOException, InterruptedException {
    return start(Files.createTempDirectory("threadleak-prometheus"), configuration, rules);
  }

  private static PrometheusServer start(Path folder, String configuration, String rules)
      throws IOException, InterruptedException {
    Tools.needOnPath("prometheus");
    Files.writeString(folder.resolve("prometheus.yml"), configuration);
    Files.writeString(folder.resolve("threadleak-rules.yml"), rules);
    PrometheusServer server = new PrometheusServer(folder, freePort());
    try {
      server.awaitReady();
      return server;
    } catch (AssertionError | InterruptedException failure) {
      server.close();
      throw failure;
    }
  }

  /** A file of {@code docs/prometheus}. */
  static String shipped(String file) throws IOException {
    return Files.readString(SHIPPED.resolve(file));
  }

  /** The value of the label {@code instance} of a JVM whose agent has that port. */
  static String instance(int port) {
    return "127.0.0.1:" + port;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** All alerts that fire or are pending. */
  List<Alert> alerts() throws IOException, InterruptedException {
    List<Alert> alerts = new ArrayList<>();
    for (JsonElement each : ask("/api/v1/alerts", "").getAsJsonObject().getAsJsonArray("alerts")) {
      JsonObject alert = each.getAsJsonObject();
      alerts.add(
          new Alert(
              alert.get("state").getAsString(),
              strings(alert.getAsJsonObject("labels")),
              strings(alert.getAsJsonObject("annotations"))));
    }
    return alerts;
  }

  /** The samples of an instant query, now. */
  List<Sample> query(String promql) throws IOException, InterruptedException {
    List<Sample> samples = new ArrayList<>();
    JsonObject data = ask("/api/v1/query", "query=" + encoded(promql)).getAsJsonObject();
    assertThat(data.get("resultType").getAsString()).as(promql).isEqualTo("vector");
    for (JsonElement each : data.getAsJsonArray("result")) {
      JsonObject sample = each.getAsJsonObject();
      samples.add(
          new Sample(
              strings(sample.getAsJsonObject("metric")),
              Double.parseDouble(
                  sample
                      .getAsJsonArray("value")
                      .get(1)
                      .getAsString()
                      .replace("+Inf", "Infinity")
                      .replace("-Inf", "-Infinity"))));
    }
    return samples;
  }

  /** The series of a query over the last so much time. */
  List<Series> range(String promql, Duration time, Duration step)
      throws IOException, InterruptedException {
    long end = System.currentTimeMillis();
    String parameters =
        "query=%s&start=%s&end=%s&step=%s"
            .formatted(
                encoded(promql),
                seconds(end - time.toMillis()),
                seconds(end),
                seconds(step.toMillis()));
    List<Series> all = new ArrayList<>();
    for (JsonElement each :
        ask("/api/v1/query_range", parameters).getAsJsonObject().getAsJsonArray("result")) {
      JsonObject series = each.getAsJsonObject();
      TreeMap<Long, Double> values = new TreeMap<>();
      for (JsonElement point : series.getAsJsonArray("values")) {
        JsonArray pair = point.getAsJsonArray();
        values.put(Math.round(pair.get(0).getAsDouble() * 1e3), pair.get(1).getAsDouble());
      }
      all.add(new Series(strings(series.getAsJsonObject("metric")), values));
    }
    return all;
  }

  private static String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).toPlainString();
  }

  /** The values of a label on the series that a selector has now. */
  List<String> labelValues(String selector, String label) throws IOException, InterruptedException {
    JsonArray values =
        ask("/api/v1/label/" + label + "/values", "match[]=" + encoded(selector)).getAsJsonArray();
    return values.asList().stream().map(JsonElement::getAsString).toList();
  }

  /**
   * The targets that it scrapes, each with its address under {@code scrapeUrl} beside its labels.
   */
  List<Map<String, String>> targets() throws IOException, InterruptedException {
    List<Map<String, String>> targets = new ArrayList<>();
    JsonObject data = ask("/api/v1/targets", "state=active").getAsJsonObject();
    for (JsonElement each : data.getAsJsonArray("activeTargets")) {
      JsonObject target = each.getAsJsonObject();
      Map<String, String> labels = strings(target.getAsJsonObject("labels"));
      labels.put("scrapeUrl", target.get("scrapeUrl").getAsString());
      targets.add(labels);
    }
    return targets;
  }

  /**
   * How many samples it has read for queries by HTTP so far, by its own log of them; {@link #over}
   * alone has one.
   */
  long samplesRead() throws IOException {
    long samples = 0;
    for (String line : Files.readAllLines(folder.resolve("queries.log"))) {
      JsonObject query = JsonParser.parseString(line).getAsJsonObject();
      if (query.has("httpRequest")) {
        samples +=
            query
                .getAsJsonObject("stats")
                .getAsJsonObject("samples")
                .get("totalQueryableSamples")
                .getAsLong();
      }
    }
    return samples;
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    Programs.delete(folder);
  }

  private JsonElement ask(String path, String parameters) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HTTP.send(
            HttpRequest.newBuilder(uri(path + "?" + parameters))
                .timeout(Duration.ofSeconds(30))
                .build(),
            BodyHandlers.ofString());
    assertThat(response.statusCode()).as(() -> path + ": " + response.body()).isEqualTo(200);
    return JsonParser.parseString(response.body()).getAsJsonObject().get("data");
  }

  private void awaitReady() throws InterruptedException, IOException {
    Deadline deadline = Deadline.in(Duration.ofSeconds(30));
    while (!isReady()) {
      if (!process.isAlive() || !deadline.again()) {
        throw new AssertionError("Prometheus does not answer\n" + log());
      }
    }
  }

  private boolean isReady() throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(uri("/-/ready")).timeout(Duration.ofSeconds(10)).build();
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  // Prometheus does not say which port it got for 0.
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Map<String, String> strings(JsonObject object) {
    Map<String, String> strings = new HashMap<>();
    object.entrySet().forEach(each -> strings.put(each.getKey(), each.getValue().getAsString()));
    return strings;
  }

  /**
   * An alert as Prometheus gives it.
   *
   * @param state {@code pending} or {@code firing}
   */
  record Alert(String state, Map<String, String> labels, Map<String, String> annotations) {
    String name() {
      return labels.getOrDefault("alertname", "");
    }

    String instance() {
      return labels.getOrDefault("instance", "");
    }

    boolean fires() {
      return state.equals("firing");
    }
  }

  /**
   * One series of a range.
   *
   * @param values by milliseconds since the epoch
   */
  record Series(Map<String, String> labels, TreeMap<Long, Double> values) {}

  /** One sample of an instant vector. */
  record Sample(Map<String, String> labels, double value) {}
}
