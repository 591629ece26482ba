package io.github.threadleak.render;

import com.google.gson.stream.JsonWriter;
import io.github.threadleak.site.Frame;
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
    text(json, "summary", PoolSummary.of(row));
    text(json, "type", row.type());
    if (row.role() != null) {
      text(json, "role", row.role().words());
    }
    if (row.threadNames() != null) {
      text(json, "threadNamePrefix", row.threadNames());
    }
    text(json, "siteId", site.id());
    if (site.culprit() != null) {
      text(json, "culprit", site.culpritText());
    } else {
      text(json, "constructionUnknown", PoolSummary.unknownConstruction(site));
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
    json.name("stack").beginArray();
    for (Frame frame : row.constructed().stack()) {
      write(json, frame);
    }
    json.endArray();
    json.endObject();
  }

  private static void write(JsonWriter json, Frame frame) throws IOException {
    json.beginObject();
    text(json, "class", frame.className());
    text(json, "method", frame.method());
    if (frame.file() != null) {
      text(json, "file", frame.file());
    }
    if (frame.line() > 0) {
      json.name("line").value(frame.line());
    }
    if (frame.isNative()) {
      json.name("native").value(true);
    }
    if (frame.module() != null) {
      text(json, "module", frame.module());
    }
    if (frame.kind() != Frame.Kind.PLAIN) {
      json.name("kind").value(frame.kind().word());
    }
    json.endObject();
  }

  private static void known(JsonWriter json, String name, long number) throws IOException {
    if (number >= 0) {
      json.name(name).value(number);
    }
  }

  private static void text(JsonWriter json, String name, String text) throws IOException {
    json.name(name).value(Words.paired(text));
  }
}
