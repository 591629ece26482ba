package io.github.threadleak.demo.runner;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The agent's pools, {@code /api/v1/pools}, as far as the demo reads them; immutable. */
record PoolList(List<Row> rows) {
  /**
   * The pools of one class that were made in one place.
   *
   * @param summary the row in one sentence
   * @param culprit the line that makes the pools; absent if the agent does not know it
   */
  record Row(String summary, Optional<Frame> culprit) {}

  static PoolList parse(String json) {
    JsonArray pools = JsonFields.array(JsonParser.parseString(json), "pools");
    List<Row> rows = new ArrayList<>();
    for (JsonElement element : pools) {
      JsonObject row = element.getAsJsonObject();
      rows.add(new Row(JsonFields.text(row, "summary"), JsonFields.frame(row, "culprit")));
    }
    return new PoolList(List.copyOf(rows));
  }
}
