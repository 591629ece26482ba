package io.github.threadleak.cli;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks whatever speaks Prometheus' HTTP API, all at one and the same moment: that of the first
 * answer, by the server's clock. For one thread.
 */
final class PrometheusApi {
  /** One series of an answer, with its value. */
  record Sample(Map<String, String> labels, double value) {
    String label(String name) {
      return labels.getOrDefault(name, "");
    }
  }

  private final String base;
  private final Download.Access access;
  private final Set<String> warnings = new LinkedHashSet<>();
  private double moment = Double.NaN;

  /**
   * @param base the server's URL, without a slash at its end
   */
  PrometheusApi(String base, Download.Access access) {
    this.base = base;
    this.access = access;
  }

  /** What the server had to say besides answers: a part of them may be missing. */
  Set<String> warnings() {
    return warnings;
  }

  String base() {
    return base;
  }

  /** Seconds since the epoch; not a number before the first answer that holds a series. */
  double moment() {
    return moment;
  }

  /**
   * The series of an instant query.
   *
   * @throws CommandFailed where the server did not answer it
   */
  List<Sample> query(String expression) throws CommandFailed {
    String url = base + "/api/v1/query?query=" + encoded(expression);
    if (!Double.isNaN(moment)) {
      url += "&time=" + BigDecimal.valueOf(moment).toPlainString();
    }
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    Download.to(new PrintStream(answer, false, StandardCharsets.UTF_8), url, access);
    try (JsonReader json =
        new JsonReader(
            new InputStreamReader(
                new ByteArrayInputStream(answer.toByteArray()), StandardCharsets.UTF_8))) {
      return read(json, url);
    } catch (IOException | IllegalStateException | NumberFormatException malformed) {
      throw notPrometheus(url);
    }
  }

  private List<Sample> read(JsonReader json, String url) throws IOException, CommandFailed {
    List<Sample> samples = null;
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "data" -> samples = data(json);
        case "warnings" -> readWarnings(json);
        default -> json.skipValue();
      }
    }
    json.endObject();
    if (samples == null) {
      throw notPrometheus(url);
    }
    return samples;
  }

  private static CommandFailed notPrometheus(String url) {
    return CommandFailed.notReached(url + " does not answer as Prometheus does");
  }

  private void readWarnings(JsonReader json) throws IOException {
    json.beginArray();
    while (json.hasNext()) {
      warnings.add(json.nextString());
    }
    json.endArray();
  }

  private List<Sample> data(JsonReader json) throws IOException {
    List<Sample> samples = new ArrayList<>();
    json.beginObject();
    while (json.hasNext()) {
      if (json.nextName().equals("result")) {
        json.beginArray();
        while (json.hasNext()) {
          samples.add(sample(json));
        }
        json.endArray();
      } else {
        json.skipValue();
      }
    }
    json.endObject();
    return samples;
  }

  private Sample sample(JsonReader json) throws IOException {
    Map<String, String> labels = new LinkedHashMap<>();
    double value = Double.NaN;
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "metric" -> {
          json.beginObject();
          while (json.hasNext()) {
            labels.put(json.nextName(), json.nextString());
          }
          json.endObject();
        }
        case "value" -> {
          json.beginArray();
          double time = json.nextDouble();
          if (Double.isNaN(moment)) {
            moment = time;
          }
          value = Double.parseDouble(json.nextString());
          while (json.peek() != JsonToken.END_ARRAY) {
            json.skipValue();
          }
          json.endArray();
        }
        default -> json.skipValue();
      }
    }
    json.endObject();
    return new Sample(labels, value);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
