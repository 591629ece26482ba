package io.github.threadleak.render;

import com.google.gson.stream.JsonWriter;
import io.github.threadleak.proof.gc.Finding;
import io.github.threadleak.proof.gc.Result;
import io.github.threadleak.snapshot.ThreadName;
import java.io.IOException;
import java.time.Instant;

/** What a proof by the garbage collector found, schema version 1. */
public final class GcProofJson {
  private static final int SCHEMA_VERSION = 1;

  private GcProofJson() {}

  public static void write(Result result, Instant time, JsonWriter json) throws IOException {
    json.setHtmlSafe(true);
    json.setIndent(" ");
    json.beginObject();
    json.name("schemaVersion").value(SCHEMA_VERSION);
    json.name("time").value(time.toString());
    json.name("collector").value(result.collector());
    json.name("collections").value(result.collections());
    json.name("collectionMillis").value(result.collectionMillis());
    json.name("looked").value(result.looked());
    json.name("proven").value(result.newlyProven());
    json.name("complete").value(result.isComplete());
    json.name("sites").beginArray();
    for (Finding finding : result.findings()) {
      write(finding, json);
    }
    json.endArray();
    json.endObject();
    json.flush();
  }

  private static void write(Finding finding, JsonWriter json) throws IOException {
    json.beginObject();
    json.name("siteId").value(finding.site().id());
    Json.field(json, "culprit", finding.site().culpritText());
    json.name("proven").value(finding.proven());
    if (finding.letGo() > 0) {
      json.name("letGo").value(finding.letGo());
    }
    json.name("examples").beginArray();
    for (ThreadName example : finding.examples()) {
      Json.write(json, example);
    }
    json.endArray();
    Json.writeFrames(json, "parkedStack", finding.parkedStack());
    json.endObject();
  }
}
