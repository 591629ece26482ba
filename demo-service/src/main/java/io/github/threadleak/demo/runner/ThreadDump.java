package io.github.threadleak.demo.runner;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The agent's dump, {@code /debug/pprof/threads?format=json}, as far as the demo reads it;
 * immutable.
 */
record ThreadDump(List<Group> groups) {
  /**
   * Threads that were spawned in one place and wait in one way.
   *
   * @param culprit the line that the agent blames: for a pool's workers the one that made the pool
   * @param siteId the agent's name for the spawn site, empty if it gave none
   * @param reason what they wait for, empty if it gave none
   * @param verdict what the agent makes of it, empty if it gave none
   */
  record Group(
      long count,
      String kind,
      String reason,
      String verdict,
      String siteId,
      Optional<Frame> culprit) {}

  static ThreadDump parse(String json) {
    JsonElement root = JsonParser.parseString(json);
    JsonElement found = root.isJsonObject() ? root.getAsJsonObject().get("groups") : null;
    if (found == null || !found.isJsonArray()) {
      throw new JsonParseException("the dump has no groups");
    }
    List<Group> groups = new ArrayList<>();
    for (JsonElement element : found.getAsJsonArray()) {
      groups.add(group(element.getAsJsonObject()));
    }
    return new ThreadDump(List.copyOf(groups));
  }

  private static Group group(JsonObject group) {
    JsonObject spawn = object(group, "spawn");
    JsonObject pool = object(group, "pool");
    Optional<Frame> poolCulprit = culprit(pool);
    JsonObject blamed = poolCulprit.isPresent() ? pool : spawn;
    return new Group(
        group.get("count").getAsLong(),
        text(group, "kind"),
        text(group, "reason"),
        text(group, "verdict"),
        blamed == null ? "" : text(blamed, "siteId"),
        poolCulprit.or(() -> culprit(spawn)));
  }

  private static Optional<Frame> culprit(@Nullable JsonObject holder) {
    JsonElement culprit = holder == null ? null : holder.get("culprit");
    if (culprit == null || culprit.isJsonNull()) {
      return Optional.empty();
    }
    if (culprit.isJsonPrimitive()) {
      return Frame.parse(culprit.getAsString());
    }
    JsonObject frame = culprit.getAsJsonObject();
    JsonElement line = frame.get("line");
    return Optional.of(
        new Frame(
            text(frame, "class"),
            text(frame, "method"),
            text(frame, "file"),
            line == null || line.isJsonNull() ? 0 : line.getAsInt()));
  }

  private static @Nullable JsonObject object(JsonObject holder, String name) {
    JsonElement element = holder.get(name);
    return element != null && element.isJsonObject() ? element.getAsJsonObject() : null;
  }

  private static String text(JsonObject holder, String name) {
    JsonElement element = holder.get(name);
    return element != null && element.isJsonPrimitive() ? element.getAsString() : "";
  }
}
