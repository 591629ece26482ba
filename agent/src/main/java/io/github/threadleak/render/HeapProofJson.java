package io.github.threadleak.render;

import com.google.gson.stream.JsonWriter;
import io.github.threadleak.proof.heap.Findings;
import io.github.threadleak.snapshot.ThreadName;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a heap dump proves, with the names of {@code format=json}. */
public final class HeapProofJson {
  private static final int SCHEMA_VERSION = 1;

  private HeapProofJson() {}

  /**
   * Writes the findings.
   *
   * @param dump how the dump is called
   * @param pauseSeconds how long the JVM stood still; null where nobody looked
   */
  public static void write(
      Findings findings, String dump, @Nullable Double pauseSeconds, Writer out)
      throws IOException {
    JsonWriter json = new JsonWriter(out);
    json.setHtmlSafe(true);
    json.setIndent(" ");
    json.beginObject();
    json.name("schemaVersion").value(SCHEMA_VERSION);
    json.name("dump").beginObject();
    text(json, "name", dump);
    json.name("bytes").value(findings.bytes());
    json.name("objects").value(findings.objects());
    json.name("unexplainedObjects").value(findings.unexplained());
    if (pauseSeconds != null) {
      json.name("pauseSeconds").value(pauseSeconds);
    }
    json.endObject();
    json.name("agentData").value(findings.agentData());
    json.name("totals").beginObject();
    json.name("platform").value(findings.platform());
    json.name("virtual").value(findings.virtual());
    json.name("proven").value(findings.proven());
    json.name("heldWeakly").value(findings.heldWeakly());
    json.name("live").value(findings.live());
    json.name("undecided").value(findings.undecidedThreads());
    json.endObject();
    json.name("undecided").beginArray();
    for (Map.Entry<String, Integer> why : findings.undecided().entrySet()) {
      json.beginObject();
      json.name("count").value(why.getValue());
      text(json, "why", why.getKey());
      json.endObject();
    }
    json.endArray();
    json.name("groups").beginArray();
    for (Findings.Group group : findings.groups()) {
      group(json, group);
    }
    json.endArray();
    json.endObject();
    json.flush();
    out.write('\n');
  }

  private static void group(JsonWriter json, Findings.Group group) throws IOException {
    json.beginObject();
    json.name("count").value(group.count());
    json.name("kind").value(group.kind().word());
    json.name("reason").value(group.reason().words());
    json.name("verdict").value(group.weakly() ? "held weakly" : "proven");
    if (group.siteId() != null && group.culprit() != null) {
      json.name("spawn").beginObject();
      text(json, "siteId", group.siteId());
      text(json, "culprit", group.spawnedAt());
      Json.writeFrames(json, "stack", group.spawnStack());
      json.endObject();
    } else {
      text(json, "spawnUnknown", group.spawnedAt());
    }
    Json.writeFrames(json, "parkedStack", group.parkedStack());
    String blocker = group.blockerClass();
    if (blocker != null) {
      json.name("blocker").beginObject();
      text(json, "class", blocker);
      if (group.objects() > 0) {
        json.name("objects").value(group.objects());
      }
      json.endObject();
    }
    json.name("examples").beginArray();
    for (ThreadName example : group.examples()) {
      json.beginObject();
      json.name("threadId").value(example.threadId());
      if (example.name() != null) {
        text(json, "threadName", example.name());
      }
      json.endObject();
    }
    json.endArray();
    json.endObject();
  }

  private static void text(JsonWriter json, String name, @Nullable String text) throws IOException {
    if (text != null) {
      json.name(name).value(Words.paired(text));
    }
  }
}
