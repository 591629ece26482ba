package io.github.threadleak.render;

import com.google.gson.stream.JsonWriter;
import io.github.threadleak.snapshot.Difference;
import io.github.threadleak.snapshot.Marked;
import io.github.threadleak.snapshot.SiteChange;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;

/** Baselines and what has come since, as JSON, schema version 1. Stateless. */
public final class BaselinesJson {
  private BaselinesJson() {}

  /** Writes the one that was marked; {@code out} is flushed, not closed. */
  public static void write(Marked baseline, Json.Head head, Writer out) throws IOException {
    JsonWriter json = Json.begin(baseline.time(), head, out);
    json.name("id").value(baseline.id());
    if (baseline.name() != null) {
      Json.field(json, "name", baseline.name());
    }
    json.name("sites").value(baseline.sites());
    json.name("threads").value(baseline.threads());
    json.endObject();
    json.flush();
  }

  /** Writes all that are kept. */
  public static void write(List<Marked> baselines, Instant time, Json.Head head, Writer out)
      throws IOException {
    JsonWriter json = Json.begin(time, head, out);
    json.name("baselines").beginArray();
    for (Marked baseline : baselines) {
      write(json, baseline);
    }
    json.endArray();
    json.endObject();
    json.flush();
  }

  /** Writes what has changed since one. */
  public static void write(Difference difference, Json.Head head, Writer out) throws IOException {
    JsonWriter json = Json.begin(difference.time(), head, out);
    json.name("since");
    write(json, difference.since());
    write(json, "sites", difference.grown());
    write(json, "shrunk", difference.shrunk());
    json.endObject();
    json.flush();
  }

  private static void write(JsonWriter json, Marked baseline) throws IOException {
    json.beginObject();
    json.name("id").value(baseline.id());
    if (baseline.name() != null) {
      Json.field(json, "name", baseline.name());
    }
    json.name("time").value(baseline.time().toString());
    json.name("sites").value(baseline.sites());
    json.name("threads").value(baseline.threads());
    json.endObject();
  }

  private static void write(JsonWriter json, String name, List<SiteChange> changes)
      throws IOException {
    json.name(name).beginArray();
    for (SiteChange change : changes) {
      json.beginObject();
      json.name("siteId").value(change.siteId());
      Json.field(json, "culprit", change.culprit());
      write(json, "before", change.before());
      write(json, "now", change.now());
      json.name("change").value(change.change());
      json.name("startedSince").value(change.startedSince());
      if (change.verdict() != null) {
        json.name("verdict").value(change.verdict().word());
      }
      Json.writeFrames(json, "stack", change.stack());
      json.endObject();
    }
    json.endArray();
  }

  private static void write(JsonWriter json, String name, SiteChange.Live live) throws IOException {
    json.name(name).beginObject();
    json.name("platform").value(live.platform());
    json.name("virtual").value(live.virtual());
    json.endObject();
  }
}
