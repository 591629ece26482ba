package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GrafanaDashboardTest {
  private static final int COLUMNS = 24;
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-zA-Z_][a-zA-Z_0-9]*)");

  /** What Grafana sets by itself. */
  private static final Set<String> BUILT_IN = Set.of("__rate_interval", "__range");

  private final GrafanaDashboard dashboard;

  GrafanaDashboardTest() throws IOException {
    dashboard = GrafanaDashboard.shipped();
  }

  @Test
  void everyPanelHasAnIdOfItsOwn() {
    assertThat(dashboard.panels())
        .isNotEmpty()
        .extracting(panel -> panel.get("id").getAsInt())
        .doesNotHaveDuplicates();
  }

  @Test
  void panelsFillTheGridWithoutOverlap() {
    List<String> taken = new ArrayList<>();
    for (JsonObject panel : dashboard.panels()) {
      JsonObject place = panel.getAsJsonObject("gridPos");
      int x = place.get("x").getAsInt();
      int y = place.get("y").getAsInt();
      int width = place.get("w").getAsInt();
      int height = place.get("h").getAsInt();
      assertThat(x + width).as(panel.get("title").getAsString()).isBetween(1, COLUMNS);
      for (int column = x; column < x + width; column++) {
        for (int line = y; line < y + height; line++) {
          taken.add(column + "," + line);
        }
      }
    }
    assertThat(taken).doesNotHaveDuplicates();
    assertThat(taken.size() % COLUMNS).as("cells of a last line that is not full").isZero();
  }

  @Test
  void everyPanelSaysWhatItShowsAndInWhichUnit() {
    for (JsonObject panel : dashboard.panels()) {
      String title = panel.get("title").getAsString();
      assertThat(title).isNotBlank();
      if (panel.get("type").getAsString().equals("row")) {
        continue;
      }
      assertThat(panel.get("description").getAsString()).as(title).isNotBlank();
      JsonObject defaults = panel.getAsJsonObject("fieldConfig").getAsJsonObject("defaults");
      assertThat(defaults.get("unit").getAsString()).as(title).isNotBlank();
      List<JsonObject> targets = GrafanaDashboard.objects(panel, "targets");
      assertThat(targets).as(title).isNotEmpty();
      assertThat(targets)
          .as(title)
          .extracting(target -> target.get("refId").getAsString())
          .doesNotHaveDuplicates();
      if (panel.get("type").getAsString().equals("timeseries")) {
        assertThat(targets).as(title).allMatch(target -> target.has("legendFormat"));
      }
    }
  }

  @Test
  void everyDataSourceIsTheVariable() {
    List<String> sources = new ArrayList<>();
    collectDataSources(dashboard.json(), sources);
    assertThat(sources).contains("${datasource}").isSubsetOf("${datasource}", "-- Grafana --");
  }

  @Test
  void jobAndInstanceAreChosenFromWhatIsThere() {
    for (String name : List.of("job", "instance")) {
      JsonObject variable = dashboard.variable(name);
      assertThat(variable.get("multi").getAsBoolean()).isTrue();
      assertThat(variable.get("includeAll").getAsBoolean()).isTrue();
      assertThat(variable.getAsJsonObject("query").get("query"))
          .isEqualTo(variable.get("definition"));
    }
    assertThat(dashboard.variable("datasource").get("query").getAsString()).isEqualTo("prometheus");
  }

  @Test
  void everyQueryIsOfTheChosenJvmsAndUsesNoUnknownVariable() {
    Set<String> known = new TreeSet<>(BUILT_IN);
    dashboard.variables().forEach(variable -> known.add(variable.get("name").getAsString()));
    for (GrafanaDashboard.Query query : dashboard.queries()) {
      Matcher selector = Pattern.compile("\\{[^}]*}").matcher(query.expression());
      int selectors = 0;
      for (; selector.find(); selectors++) {
        assertThat(selector.group())
            .as("%s", query)
            .contains("job=~\"$job\"", "instance=~\"$instance\"");
      }
      assertThat(selectors).as("%s", query).isPositive();
      assertThat(VARIABLE.matcher(query.expression()).results().map(found -> found.group(1)))
          .as("%s", query)
          .isSubsetOf(known);
    }
  }

  private static void collectDataSources(JsonElement element, List<String> sources) {
    if (element.isJsonArray()) {
      element.getAsJsonArray().forEach(each -> collectDataSources(each, sources));
    } else if (element.isJsonObject()) {
      element
          .getAsJsonObject()
          .asMap()
          .forEach(
              (name, value) -> {
                if (name.equals("datasource")) {
                  sources.add(value.getAsJsonObject().get("uid").getAsString());
                } else {
                  collectDataSources(value, sources);
                }
              });
    }
  }
}
