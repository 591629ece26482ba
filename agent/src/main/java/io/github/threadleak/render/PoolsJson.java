package io.github.threadleak.render;

import com.google.gson.stream.JsonWriter;
import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.PoolRow;
import io.github.threadleak.snapshot.Spread;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;

/** The pools as JSON, schema version 1. What is not known is left out. Stateless. */
public final class PoolsJson {
  private static final int SCHEMA_VERSION = 1;

  private PoolsJson() {}

  /** Writes the whole document; {@code out} is flushed, not closed. */
  public static void write(List<PoolRow> rows, Instant time, boolean instrumented, Writer out)
      throws IOException {
    JsonWriter json = new JsonWriter(out);
    json.setHtmlSafe(true);
    json.setIndent(" ");
    json.beginObject();
    json.name("schemaVersion").value(SCHEMA_VERSION);
    json.name("time").value(time.toString());
    json.name("instrumented").value(instrumented);
    json.name("pools").beginArray();
    for (PoolRow row : rows) {
      write(json, row);
    }
    json.endArray();
    json.endObject();
    json.flush();
  }

  private static void write(JsonWriter json, PoolRow row) throws IOException {
    Site site = row.constructed().site();
    json.beginObject();
    Json.field(json, "summary", PoolSummary.of(row));
    Json.field(json, "type", row.type());
    if (row.role() != null) {
      Json.field(json, "role", row.role().words());
    }
    if (row.threadNames() != null) {
      Json.field(json, "threadNamePrefix", row.threadNames());
    }
    Json.field(json, "siteId", site.id());
    if (site.culprit() != null) {
      Json.field(json, "culprit", site.culpritText());
    } else {
      Json.field(json, "constructionUnknown", PoolSummary.unknownConstruction(site));
    }
    json.name("pools").value(row.pools());
    json.name("busyPools").value(row.busy());
    json.name("idlePools").value(row.idle());
    json.name("shutdown").value(row.shutdown());
    json.name("terminated").value(row.terminated());
    known(json, "threads", row.threads());
    known(json, "activeThreads", row.active());
    known(json, "idleThreads", row.idleThreads());
    known(json, "queued", row.queued());
    Spread worked = row.lastWorked();
    if (worked != null) {
      json.name("lastUsed").beginObject();
      json.name("minSeconds").value(worked.minSeconds());
      json.name("maxSeconds").value(worked.maxSeconds());
      json.endObject();
    }
    json.name("neverUsed").value(row.neverWorked());
    Json.writeFrames(json, "stack", row.constructed().stack());
    json.endObject();
  }

  private static void known(JsonWriter json, String name, long number) throws IOException {
    if (number >= 0) {
      json.name(name).value(number);
    }
  }
}
