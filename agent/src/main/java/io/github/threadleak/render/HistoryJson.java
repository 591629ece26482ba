package io.github.threadleak.render;

import com.google.gson.stream.JsonWriter;
import io.github.threadleak.snapshot.SitePeaks;
import io.github.threadleak.snapshot.TotalsPoint;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;

/** How many threads there were over time, as JSON, schema version 1. Stateless. */
public final class HistoryJson {
  private HistoryJson() {}

  /** Writes the whole document; {@code out} is flushed, not closed. */
  public static void write(
      List<TotalsPoint> points, List<SitePeaks> sites, Instant time, Json.Head head, Writer out)
      throws IOException {
    JsonWriter json = Json.begin(time, head, out);
    json.name("points").beginArray();
    for (TotalsPoint point : points) {
      json.beginObject();
      json.name("time").value(point.time().toString());
      json.name("platform").value(point.platform());
      json.name("virtual").value(point.virtual());
      json.name("leaked").value(point.leaked());
      json.endObject();
    }
    json.endArray();
    json.name("sites").beginArray();
    for (SitePeaks site : sites) {
      json.beginObject();
      json.name("siteId").value(site.site().id());
      Json.field(json, "culprit", site.site().culpritText());
      writePeaks(json, "points", site);
      json.endObject();
    }
    json.endArray();
    json.endObject();
    json.flush();
  }

  static void writePeaks(JsonWriter json, String name, SitePeaks site) throws IOException {
    json.name("ofPools").value(site.ofPools());
    json.name(name).beginArray();
    for (SitePeaks.Peak peak : site.peaks()) {
      json.beginObject();
      json.name("time").value(peak.time().toString());
      json.name("most").value(peak.most());
      json.endObject();
    }
    json.endArray();
  }
}
