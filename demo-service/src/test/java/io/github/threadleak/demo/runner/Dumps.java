package io.github.threadleak.demo.runner;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.threadleak.demo.LeakSite;
import java.util.List;

/** Writes dumps as the agent would. */
final class Dumps {
  private final JsonArray groups = new JsonArray();

  /** The line as the agent should name it. */
  static String culprit(LeakSite site) {
    List<String> lines = SourceLines.of(site.type());
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(site.code())) {
        return culprit(site.type(), site.method(), i + 1);
      }
    }
    throw new AssertionError("not found: " + site);
  }

  static String culprit(Class<?> type, String method, int line) {
    return type.getName() + "." + method + "(" + type.getSimpleName() + ".java:" + line + ")";
  }

  Dumps spawned(long count, String culprit) {
    JsonObject spawn = new JsonObject();
    spawn.addProperty("siteId", "7f3a09c1");
    spawn.addProperty("culprit", culprit);
    JsonObject group = group(count);
    group.add("spawn", spawn);
    return this;
  }

  /** Workers spawned by whoever submitted, in a pool that was made elsewhere. */
  Dumps pooled(long count, String submitter, String maker) {
    spawned(count, submitter);
    JsonObject pool = new JsonObject();
    pool.addProperty("siteId", "00c0ffee");
    pool.addProperty("culprit", maker);
    groups.get(groups.size() - 1).getAsJsonObject().add("pool", pool);
    return this;
  }

  /** Threads older than the agent. */
  Dumps unknown(long count) {
    group(count).addProperty("spawnUnknown", "started before the agent");
    return this;
  }

  String json() {
    JsonObject dump = new JsonObject();
    dump.addProperty("schemaVersion", 1);
    dump.add("groups", groups);
    return dump.toString();
  }

  ThreadDump dump() {
    return ThreadDump.parse(json());
  }

  private JsonObject group(long count) {
    JsonObject group = new JsonObject();
    group.addProperty("count", count);
    group.addProperty("kind", "virtual");
    group.addProperty("reason", "queue put");
    group.addProperty("verdict", "stuck");
    groups.add(group);
    return group;
  }
}
