package io.github.threadleak.cli;

import com.google.gson.stream.JsonReader;
import io.github.threadleak.cli.SavedThreads.Place;
import io.github.threadleak.cli.SavedThreads.Threads;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the groups of a JSON dump one by one, and adds them up by place. For one thread. */
final class ThreadGroups {
  /** Leak verdicts, strongest first. */
  private static final List<String> LEAKS =
      List.of("deadlocked", "proven", "vanished", "stuck", "suspected");

  /** No line of code of the application's, nor of anybody's, started these. */
  private static final List<String> NOBODYS =
      List.of("started before the agent", "started by the JVM or native code");

  private final Map<String, Place> places = new HashMap<>();
  private final Map<Place, Threads> byPlace = new LinkedHashMap<>();

  /** One group, as far as it matters here. */
  record One(
      long count,
      boolean virtual,
      @Nullable String reason,
      @Nullable String verdict,
      @Nullable String detail,
      Place place,
      boolean fromJdk) {

    /**
     * Whether a growing number of these is nobody's leak: the JDK or nobody's code has started
     * them, or the agent has said why it does not accuse them.
     */
    boolean isHarmless() {
      return fromJdk
          || (place.siteId() == null && NOBODYS.contains(place.culprit()))
          || (detail != null && !LEAKS.contains(verdict));
    }
  }

  static boolean isStronger(@Nullable String verdict, @Nullable String than) {
    int rank = LEAKS.indexOf(verdict);
    return rank >= 0 && (than == null || rank < LEAKS.indexOf(than));
  }

  Map<Place, Threads> byPlace() {
    return byPlace;
  }

  /** Reads the whole array. */
  void read(JsonReader json) throws IOException {
    json.beginArray();
    while (json.hasNext()) {
      One group = group(json);
      byPlace.computeIfAbsent(group.place(), place -> new Threads()).add(group);
    }
    json.endArray();
  }

  private One group(JsonReader json) throws IOException {
    long count = -1;
    String kind = "";
    String reason = null;
    String verdict = null;
    String detail = null;
    SpawnPlace spawn = null;
    String unknown = null;
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "count" -> count = json.nextLong();
        case "kind" -> kind = json.nextString();
        case "reason" -> reason = json.nextString();
        case "verdict" -> verdict = json.nextString();
        case "verdictDetail" -> detail = json.nextString();
        case "spawn" -> spawn = SpawnPlace.read(json);
        case "spawnUnknown" -> unknown = json.nextString();
        default -> json.skipValue();
      }
    }
    json.endObject();
    if (count < 0 || (spawn == null && unknown == null)) {
      throw new IllegalStateException("a group without count or origin");
    }
    Place place =
        spawn == null
            ? new Place(null, String.valueOf(unknown))
            : new Place(spawn.siteId(), spawn.culprit());
    Place known = places.putIfAbsent(place.key(), place);
    return new One(
        count,
        kind.equals("virtual"),
        reason,
        verdict,
        detail,
        known == null ? place : known,
        spawn != null && spawn.fromJdk());
  }

  /** The line that threads come from, and whether that is the JDK's. */
  private record SpawnPlace(String siteId, String culprit, boolean fromJdk) {
    static SpawnPlace read(JsonReader json) throws IOException {
      String siteId = null;
      String culprit = null;
      Map<String, String> modules = Map.of();
      json.beginObject();
      while (json.hasNext()) {
        switch (json.nextName()) {
          case "siteId" -> siteId = json.nextString();
          case "culprit" -> culprit = json.nextString();
          case "stack" -> modules = modules(json);
          default -> json.skipValue();
        }
      }
      json.endObject();
      if (siteId == null || culprit == null) {
        throw new IllegalStateException("a spawn without siteId or culprit");
      }
      return new SpawnPlace(siteId, culprit, isJdks(culprit, modules));
    }

    /** The modules of the frames, by class and method. */
    private static Map<String, String> modules(JsonReader json) throws IOException {
      Map<String, String> modules = new HashMap<>();
      json.beginArray();
      while (json.hasNext()) {
        String className = "";
        String method = "";
        String module = "";
        json.beginObject();
        while (json.hasNext()) {
          switch (json.nextName()) {
            case "class" -> className = json.nextString();
            case "method" -> method = json.nextString();
            case "module" -> module = json.nextString();
            default -> json.skipValue();
          }
        }
        json.endObject();
        modules.put(className + "." + method, module);
      }
      json.endArray();
      return modules;
    }

    private static boolean isJdks(String culprit, Map<String, String> modules) {
      String module = modules.get(culprit.replaceFirst("\\([^()]*\\)$", ""));
      if (module == null) { // of a stack that was not kept: packages that nobody else may have
        return culprit.startsWith("java.")
            || culprit.startsWith("jdk.")
            || culprit.startsWith("sun.");
      }
      return module.startsWith("java.")
          || (module.startsWith("jdk.") && !module.startsWith("jdk.proxy"));
    }
  }
}
