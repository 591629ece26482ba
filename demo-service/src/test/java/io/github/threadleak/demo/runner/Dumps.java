package io.github.threadleak.demo.runner;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.threadleak.demo.LeakSite;
import io.github.threadleak.demo.Wait;
import java.util.List;
import java.util.Optional;

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

  /** What a line leaks, as the agent should describe it. */
  Dumps leaked(long count, LeakSite site) {
    Wait waits = site.waits();
    long objects =
        switch (waits.sharing()) {
          case ONE_FOR_ALL -> 1;
          case ONE_A_REQUEST -> Math.min(2, count);
          case ONE_A_THREAD -> count;
          case NONE -> 0;
        };
    return leaked(
        count, site, waits.reason(), waits.blocker().map(Class::getName).orElse(""), objects);
  }

  /** What a line leaks, described in other words; no blocker where its class is empty. */
  Dumps leaked(long count, LeakSite site, String reason, String blocker, long objects) {
    Optional<Class<?>> pool = site.waits().pool();
    if (pool.isPresent()) {
      pooled(count, "com.acme.Submitter.run(Submitter.java:1)", culprit(site));
      JsonObject made = last().getAsJsonObject("pool");
      made.addProperty("type", pool.get().getName());
      made.addProperty("pools", 2);
      made.addProperty("shutdown", false);
      made.addProperty("idle", true);
    } else {
      spawned(count, culprit(site));
    }
    last().addProperty("reason", reason);
    last().addProperty("verdict", "stuck");
    if (!blocker.isEmpty()) {
      last().add("blocker", blocker(count, blocker, objects));
    }
    return this;
  }

  /** What the agent takes for leaked. */
  Dumps accused(long count, String culprit) {
    spawned(count, culprit);
    last().addProperty("verdict", "stuck");
    return this;
  }

  Dumps spawned(long count, String culprit) {
    JsonObject spawn = new JsonObject();
    spawn.addProperty("siteId", "7f3a09c1");
    spawn.addProperty("culprit", culprit);
    group(count).add("spawn", spawn);
    return this;
  }

  /** Workers spawned by whoever submitted, in a pool that was made elsewhere. */
  Dumps pooled(long count, String submitter, String maker) {
    spawned(count, submitter);
    JsonObject pool = new JsonObject();
    pool.addProperty("siteId", "00c0ffee");
    pool.addProperty("culprit", maker);
    last().add("pool", pool);
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

  /** The list of pools, of which each line has made some. */
  static String poolsJson(List<LeakSite> makers) {
    JsonArray rows = new JsonArray();
    for (LeakSite maker : makers) {
      JsonObject row = new JsonObject();
      row.addProperty("summary", "2 pools from " + maker.type().getSimpleName());
      row.addProperty("culprit", culprit(maker));
      rows.add(row);
    }
    JsonObject list = new JsonObject();
    list.addProperty("schemaVersion", 1);
    list.add("pools", rows);
    return list.toString();
  }

  private JsonObject last() {
    return groups.get(groups.size() - 1).getAsJsonObject();
  }

  private static JsonObject blocker(long count, String type, long objects) {
    JsonObject blocker = new JsonObject();
    blocker.addProperty("class", type);
    blocker.addProperty("objects", objects);
    if (objects == 1) {
      blocker.addProperty("identity", "0x1f3b");
      blocker.addProperty("shared", count);
    }
    return blocker;
  }

  private JsonObject group(long count) {
    JsonObject group = new JsonObject();
    group.addProperty("count", count);
    group.addProperty("kind", "virtual");
    group.addProperty("reason", "queue put");
    group.addProperty("verdict", "ok");
    group.addProperty("seenParked", count);
    groups.add(group);
    return group;
  }
}
