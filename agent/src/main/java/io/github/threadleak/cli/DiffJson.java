package io.github.threadleak.cli;

import com.google.gson.stream.JsonWriter;
import io.github.threadleak.cli.DumpDifference.Change;
import io.github.threadleak.cli.SavedThreads.Threads;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Writes a difference as JSON, schema version 1, in the manner of {@code /api/v1/diff}. */
final class DiffJson {
  private DiffJson() {}

  static void write(DumpDifference difference, Writer out) throws IOException {
    JsonWriter json = new JsonWriter(out);
    json.setHtmlSafe(true);
    json.setIndent(" ");
    json.beginObject();
    json.name("schemaVersion").value(1);
    json.name("before");
    writeHead(json, difference.before());
    json.name("now");
    writeHead(json, difference.now());
    json.name("notes").beginArray();
    for (String note : difference.notes()) {
      json.value(note);
    }
    json.endArray();
    write(json, "sites", difference.changed().stream().filter(c -> c.change() >= 0).toList());
    List<Change> shrunk =
        difference.changed().stream()
            .filter(change -> change.change() < 0)
            .sorted((a, b) -> Long.compare(a.change(), b.change()))
            .toList();
    write(json, "shrunk", shrunk);
    json.endObject();
    json.flush();
    out.write("\n");
    out.flush();
  }

  private static void writeHead(JsonWriter json, SavedThreads threads) throws IOException {
    json.beginObject();
    json.name("source").value(threads.source());
    json.name("time").value(threads.time().toString());
    json.name("pid").value(threads.pid());
    json.name("jvm").value(threads.jvm());
    json.name("threads").value(threads.live());
    json.endObject();
  }

  private static void write(JsonWriter json, String name, List<Change> changes) throws IOException {
    json.name(name).beginArray();
    for (Change change : changes) {
      Threads shown = change.now().live() > 0 ? change.now() : change.before();
      json.beginObject();
      if (change.place().siteId() != null) {
        json.name("siteId").value(change.place().siteId());
      }
      json.name("culprit").value(change.place().culprit());
      write(json, "before", change.before());
      write(json, "now", change.now());
      json.name("change").value(change.change());
      if (change.change() > 0) {
        json.name("counted").value(change.isGrowth());
      }
      if (shown.reason() != null) {
        json.name("reason").value(shown.reason());
      }
      if (shown.verdict != null) {
        json.name("verdict").value(shown.verdict);
      }
      if (shown.detail != null) {
        json.name("verdictDetail").value(shown.detail);
      }
      json.endObject();
    }
    json.endArray();
  }

  private static void write(JsonWriter json, String name, Threads threads) throws IOException {
    json.name(name).beginObject();
    json.name("platform").value(threads.platform);
    json.name("virtual").value(threads.virtual);
    json.endObject();
  }
}
