package io.github.threadleak.cli;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a saved JSON dump of any size, piece by piece. For one thread, and one dump. */
final class DumpReader {
  private static final int SCHEMA_VERSION = 1;
  private static final Pattern POSITION = Pattern.compile("line \\d+ column \\d+");

  /** Says of a dump, by the name that the user has for it, why it cannot be used. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String line) {
      super(line);
    }
  }

  private final String source;
  private final ThreadGroups groups = new ThreadGroups();
  private final List<String> shown = new ArrayList<>();
  private long version = -1;
  private boolean hasGroups;
  private String time = "";
  private long pid;
  private String jvm = "";

  private DumpReader(String source) {
    this.source = source;
  }

  /**
   * Reads a file.
   *
   * @param source what the user calls it
   */
  static SavedThreads read(Path file, String source) throws Unusable {
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        JsonReader json = new JsonReader(text)) {
      return new DumpReader(source).read(json);
    } catch (NoSuchFileException missing) {
      throw new Unusable(source + " cannot be read: there is no such file");
    } catch (IOException unreadable) {
      throw isJsons(unreadable)
          ? new Unusable(source + " is not JSON" + position(unreadable))
          : new Unusable(source + " cannot be read: " + unreadable);
    } catch (IllegalStateException | NumberFormatException other) {
      throw notADump(source, other.getMessage());
    }
  }

  private static boolean isJsons(IOException problem) {
    return problem.getClass().getName().contains("gson")
        || problem instanceof java.io.EOFException
        || problem instanceof java.nio.charset.CharacterCodingException;
  }

  private static String position(IOException problem) {
    Matcher position = POSITION.matcher(String.valueOf(problem.getMessage()));
    return position.find() ? ": " + position.group() : "";
  }

  private static Unusable notADump(String source, @Nullable String why) {
    Matcher position = POSITION.matcher(String.valueOf(why));
    return new Unusable(
        source
            + " is not a JSON dump of Threadleak"
            + (position.find() ? ": see " + position.group() : ""));
  }

  private SavedThreads read(JsonReader json) throws IOException, Unusable {
    if (json.peek() != JsonToken.BEGIN_OBJECT) {
      throw notADump(source, null);
    }
    json.beginObject();
    while (json.hasNext()) {
      read(json.nextName(), json);
    }
    json.endObject();
    if (json.peek() != JsonToken.END_DOCUMENT || version < 0 || !hasGroups) {
      throw notADump(source, null);
    }
    return new SavedThreads(source, instant(), pid, jvm, shown, groups.byPlace());
  }

  private void read(String name, JsonReader json) throws IOException, Unusable {
    switch (name) {
      case "schemaVersion" -> {
        version = json.nextLong();
        if (version != SCHEMA_VERSION) {
          throw new Unusable(
              source + " has schemaVersion " + version + "; this version reads " + SCHEMA_VERSION);
        }
      }
      case "time" -> time = json.nextString();
      case "pid" -> pid = json.nextLong();
      case "jvm" -> jvm = jvm(json);
      case "grouping" -> {
        if (json.nextString().equals("parked")) {
          throw new Unusable(
              source + " was saved with group=parked, which does not tell sites apart");
        }
      }
      case "profile" -> {
        String profile = json.nextString();
        if (profile.endsWith("leak")) {
          shown.add("leaked threads only");
        }
      }
      case "filters" -> {
        json.beginArray();
        while (json.hasNext()) {
          shown.add(json.nextString());
        }
        json.endArray();
      }
      case "groups" -> {
        groups.read(json);
        hasGroups = true;
      }
      default -> json.skipValue();
    }
  }

  private static String jvm(JsonReader json) throws IOException {
    String vendor = "";
    String version = "";
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "vendor" -> vendor = json.nextString();
        case "version" -> version = json.nextString();
        default -> json.skipValue();
      }
    }
    json.endObject();
    return (vendor + " " + version).strip();
  }

  private Instant instant() throws Unusable {
    try {
      return Instant.parse(time);
    } catch (DateTimeException unusable) {
      throw new Unusable(source + " has no time that can be read: '" + time + "'");
    }
  }
}
