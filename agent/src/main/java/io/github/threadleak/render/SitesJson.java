package io.github.threadleak.render;

import com.google.gson.stream.JsonWriter;
import io.github.threadleak.snapshot.SiteDetail;
import io.github.threadleak.snapshot.SiteGrowth;
import io.github.threadleak.snapshot.SitePeaks;
import io.github.threadleak.snapshot.SiteRow;
import io.github.threadleak.snapshot.Verdict;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The spawn sites as JSON, schema version 1. What is not known is left out. Stateless. */
public final class SitesJson {
  private SitesJson() {}

  /**
   * Writes the sites of one answer; {@code out} is flushed, not closed.
   *
   * @param rows those that are shown
   * @param known how many there are with those that are not
   */
  public static void write(List<SiteRow> rows, int known, Instant time, Json.Head head, Writer out)
      throws IOException {
    JsonWriter json = Json.begin(time, head, out);
    json.name("known").value(known);
    json.name("sites").beginArray();
    for (SiteRow row : rows) {
      json.beginObject();
      writeRow(json, row);
      json.endObject();
    }
    json.endArray();
    json.endObject();
    json.flush();
  }

  /**
   * Writes one site with all that is known of it.
   *
   * @param groups its threads
   */
  public static void write(SiteDetail detail, SitePeaks peaks, Report groups, Writer out)
      throws IOException {
    JsonWriter json = Json.begin(groups.snapshot().time(), groups.head(), out);
    writeRow(json, detail.row());
    json.name("variants").beginArray();
    for (SiteDetail.Variant variant : detail.variants()) {
      json.beginObject();
      writeCounts(json, variant);
      Json.writeFrames(json, "stack", variant.stack());
      json.endObject();
    }
    json.endArray();
    if (detail.others() > 0) {
      json.name("otherVariants").beginObject();
      json.name("variants").value(detail.others());
      writeCounts(json, detail.ofOthers());
      json.endObject();
    }
    HistoryJson.writePeaks(json, "history", peaks);
    Json.writeGroups(json, groups);
    json.endObject();
    json.flush();
  }

  private static void writeCounts(JsonWriter json, SiteDetail.Variant variant) throws IOException {
    json.name("live").value(variant.live());
    json.name("started").value(variant.started());
  }

  private static void writeRow(JsonWriter json, SiteRow row) throws IOException {
    json.name("siteId").value(row.site().id());
    Json.field(json, "culprit", row.site().culpritText());
    json.name("platform").value(row.platform());
    json.name("virtual").value(row.virtual());
    json.name("started").value(row.started());
    if (row.oldestSeconds() > 0) {
      json.name("oldestSeconds").value(row.oldestSeconds());
    }
    SiteGrowth growth = row.growth();
    if (growth != null) {
      json.name("growth").beginObject();
      json.name("perHour").value(Math.rint(growth.perHour() * 1_000) / 1_000);
      json.name("overSeconds").value(growth.overSeconds());
      json.name("ofPools").value(growth.ofPools());
      json.name("suspicious").value(growth.suspicious());
      json.endObject();
    }
    json.name("verdicts").beginObject();
    for (Map.Entry<Verdict, Long> verdict : row.verdicts().entrySet()) {
      json.name(verdict.getKey().word()).value(verdict.getValue());
    }
    json.endObject();
    Json.writeFrames(json, "stack", row.stack());
  }
}
