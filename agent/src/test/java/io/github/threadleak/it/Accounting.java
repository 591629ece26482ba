package io.github.threadleak.it;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Holds the agent's books against what the program knows. */
final class Accounting {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Accounting() {}

  /**
   * Polls until the books are right, and gives the JSON that was; fails with what was wrong at
   * last.
   */
  static JsonObject verify(ForkedJvm jvm, List<Expectation> expectations)
      throws IOException, InterruptedException {
    Deadline deadline = Deadline.in(PATIENCE);
    while (true) {
      JsonObject threads = jvm.threads();
      List<String> faults = faults(threads, expectations);
      if (faults.isEmpty()) {
        return threads;
      }
      if (!deadline.again()) {
        throw new AssertionError(
            "the books are wrong after "
                + PATIENCE
                + ":\n  "
                + String.join("\n  ", faults)
                + "\ntotals "
                + threads.getAsJsonObject("totals")
                + "\nby culprit:\n"
                + byCulprit(threads));
      }
    }
  }

  static JsonObject verify(ForkedJvm jvm) throws IOException, InterruptedException {
    return verify(jvm, jvm.expectations());
  }

  static long total(JsonObject threads, String key) {
    return threads.getAsJsonObject("totals").get(key).getAsLong();
  }

  /** The threads of that kind in groups whose culprit contains the text. */
  static long alive(JsonObject threads, String kind, String culprit) {
    long sum = 0;
    for (JsonObject group : groups(threads)) {
      if (kind.equals(group.get("kind").getAsString()) && culpritOf(group).contains(culprit)) {
        sum += group.get("count").getAsLong();
      }
    }
    return sum;
  }

  static List<JsonObject> groups(JsonObject threads) {
    List<JsonObject> groups = new ArrayList<>();
    for (JsonElement group : threads.getAsJsonArray("groups")) {
      groups.add(group.getAsJsonObject());
    }
    return groups;
  }

  static String culpritOf(JsonObject group) {
    JsonObject spawn = group.getAsJsonObject("spawn");
    return spawn != null && spawn.has("culprit") ? spawn.get("culprit").getAsString() : "";
  }

  private static List<String> faults(JsonObject threads, List<Expectation> expectations) {
    List<String> faults = new ArrayList<>();
    for (String kind : List.of("platform", "virtual")) {
      String suffix = Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
      long alive = total(threads, kind);
      long started = total(threads, "started" + suffix);
      long ended = total(threads, "ended" + suffix);
      long vanished = kind.equals("virtual") ? total(threads, "vanished") : 0;
      if (started - ended - vanished != alive) {
        faults.add(
            kind
                + ": started "
                + started
                + " - ended "
                + ended
                + " - vanished "
                + vanished
                + " = "
                + (started - ended - vanished)
                + ", yet alive "
                + alive);
      }
      long grouped = alive(threads, kind, "");
      if (grouped != alive) {
        faults.add(kind + ": the groups hold " + grouped + ", the total is " + alive);
      }
    }
    for (Expectation expected : expectations) {
      long actual = alive(threads, expected.kind(), expected.culprit());
      if (actual != expected.count()) {
        faults.add(
            expected.kind()
                + " "
                + expected.culprit()
                + ": expected "
                + expected.count()
                + ", reported "
                + actual);
      }
    }
    return faults;
  }

  private static String byCulprit(JsonObject threads) {
    Map<String, Long> counts = new TreeMap<>();
    for (JsonObject group : groups(threads)) {
      String where = culpritOf(group);
      if (where.isEmpty() && group.has("spawnUnknown")) {
        where = group.get("spawnUnknown").getAsString();
      }
      counts.merge(
          group.get("kind").getAsString() + " " + where, group.get("count").getAsLong(), Long::sum);
    }
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (where, count) -> text.append("  ").append(count).append(' ').append(where).append('\n'));
    return text.toString();
  }
}
