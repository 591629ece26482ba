package io.github.threadleak.cli;

import com.google.gson.stream.JsonWriter;
import io.github.threadleak.cli.Fleet.Leak;
import io.github.threadleak.cli.Fleet.Worst;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.Collection;

/** Writes what leaks in a fleet as JSON, schema version 1. */
final class FleetJson {
  private FleetJson() {}

  static void write(Fleet fleet, Writer out) throws IOException {
    JsonWriter json = new JsonWriter(out);
    json.setHtmlSafe(true);
    json.setIndent(" ");
    json.beginObject();
    json.name("schemaVersion").value(1);
    json.name("source").value(fleet.source());
    json.name("time").value(Instant.ofEpochSecond((long) fleet.time()).toString());
    json.name("since").value(fleet.since());
    json.name("instances").value(fleet.instances());
    write(json, "jobs", fleet.jobs());
    write(json, "warnings", fleet.warnings());
    json.name("leakingSites").value(fleet.leaks().size());
    json.name("sites").beginArray();
    for (Leak leak : fleet.leaks().subList(0, Math.min(fleet.shown(), fleet.leaks().size()))) {
      write(json, leak);
    }
    json.endArray();
    json.endObject();
    json.flush();
    out.write("\n");
    out.flush();
  }

  private static void write(JsonWriter json, Leak leak) throws IOException {
    json.beginObject();
    if (!leak.culprit().isEmpty()) {
      json.name("culprit").value(leak.culprit());
    }
    write(json, "siteIds", leak.sites());
    write(json, "jobs", leak.jobs());
    write(json, "verdicts", leak.verdicts());
    json.name("leaked").value(leak.leaked());
    json.name("mostLeaked").value(leak.mostLeaked());
    json.name("collectedWhileParked").value(leak.collected());
    json.name("live").value(leak.live());
    if (leak.gained() != null) {
      json.name("gained").value(leak.gained());
    }
    json.name("instancesLeaking").value(leak.instances());
    json.name("instancesShowing").value(leak.showing());
    Worst worst = leak.worst();
    if (worst != null) {
      json.name("worst").beginObject();
      json.name("instance").value(worst.instance());
      json.name("live").value(worst.live());
      json.endObject();
    }
    json.endObject();
  }

  private static void write(JsonWriter json, String name, Collection<String> texts)
      throws IOException {
    json.name(name).beginArray();
    for (String text : texts) {
      json.value(text);
    }
    json.endArray();
  }
}
