package io.github.threadleak.it;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The dashboard in {@code docs/grafana}, and what Grafana would make of its queries. */
final class GrafanaDashboard {
  private final JsonObject json;

  private GrafanaDashboard(JsonObject json) {
    this.json = json;
  }

  static GrafanaDashboard shipped() throws IOException {
    Path file = Path.of("..", "docs", "grafana", "threadleak.json");
    return new GrafanaDashboard(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
  }

  JsonObject json() {
    return json;
  }

  /** All panels, rows and what is folded into them included. */
  List<JsonObject> panels() {
    return panelsOf(json).flatMap(each -> Stream.concat(Stream.of(each), panelsOf(each))).toList();
  }

  List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (JsonObject panel : panels()) {
      for (JsonObject target : objects(panel, "targets")) {
        queries.add(
            new Query(
                panel.get("title").getAsString() + " " + target.get("refId").getAsString(),
                target.get("expr").getAsString(),
                target.has("legendFormat") ? target.get("legendFormat").getAsString() : ""));
      }
    }
    return queries;
  }

  List<JsonObject> variables() {
    return objects(json.getAsJsonObject("templating"), "list");
  }

  JsonObject variable(String name) {
    return variables().stream()
        .filter(each -> each.get("name").getAsString().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no variable " + name));
  }

  /** A text with its variables replaced, longest name first as {@code $job} may begin another's. */
  static String replaced(String text, Map<String, String> values) {
    String replaced = text;
    for (String name :
        values.keySet().stream().sorted(Comparator.comparing(String::length).reversed()).toList()) {
      replaced =
          replaced
              .replace("${" + name + "}", values.get(name))
              .replace("$" + name, values.get(name));
    }
    return replaced;
  }

  /** What stands in the legend for a series. */
  static String legend(String format, Map<String, String> labels) {
    String legend = format;
    for (Map.Entry<String, String> label : labels.entrySet()) {
      legend = legend.replace("{{" + label.getKey() + "}}", label.getValue());
    }
    return legend;
  }

  static List<JsonObject> objects(JsonObject parent, String member) {
    return parent.has(member)
        ? parent.getAsJsonArray(member).asList().stream().map(JsonElement::getAsJsonObject).toList()
        : List.of();
  }

  private static Stream<JsonObject> panelsOf(JsonObject parent) {
    return objects(parent, "panels").stream();
  }

  /**
   * A query of a panel.
   *
   * @param name the panel's title and the query's letter
   * @param legend with {@code {{label}}} for what tells series apart; empty in a table
   */
  record Query(String name, String expression, String legend) {
    private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");

    /** The labels that series need for the legend to be whole. */
    List<String> legendLabels() {
      return LEGEND_LABEL.matcher(legend).results().map(label -> label.group(1)).toList();
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
