package io.github.threadleak.cli;

import com.google.gson.stream.JsonReader;
import io.github.threadleak.proof.heap.Findings;
import io.github.threadleak.site.Frame;
import io.github.threadleak.snapshot.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sees whether proven threads are still where they were when the dump was taken. */
final class SecondLook {
  /** Frames compared: where a thread stands, not how it got there. */
  private static final int FRAMES = 3;

  private static final Pattern HEAD = Pattern.compile("^\".*\" #(\\d+)\\b.*");
  private static final Pattern FRAME = Pattern.compile("^\\s+at ([^(]+)\\(.*");

  private final Jcmd jcmd;
  private final Path directory;

  SecondLook(Jcmd jcmd, Path directory) {
    this.jcmd = jcmd;
    this.directory = directory;
  }

  /** The ids of those that are not. */
  Set<Long> moved(Findings findings) throws CommandFailed {
    Set<Long> moved = new HashSet<>();
    moved(findings, Kind.PLATFORM, moved);
    moved(findings, Kind.VIRTUAL, moved);
    return moved;
  }

  private void moved(Findings findings, Kind kind, Set<Long> moved) throws CommandFailed {
    List<Findings.Group> groups =
        findings.groups().stream()
            .filter(group -> !group.weakly() && group.kind() == kind)
            .toList();
    if (groups.isEmpty()) {
      return;
    }
    Map<Long, List<String>> now =
        kind == Kind.PLATFORM ? platform(jcmd.run("Thread.print")) : virtual();
    for (Findings.Group group : groups) {
      List<String> before =
          group.parkedStack().stream().limit(FRAMES).map(Frame::qualifiedMethod).toList();
      for (Long id : group.threadIds()) {
        if (!before.equals(now.get(id))) {
          moved.add(id);
        }
      }
    }
  }

  /** The top frames of each thread in the answer of {@code Thread.print}. */
  static Map<Long, List<String>> platform(String print) {
    Map<Long, List<String>> stacks = new HashMap<>();
    List<String> stack = new ArrayList<>();
    for (String line : print.lines().toList()) {
      Matcher head = HEAD.matcher(line);
      Matcher frame = FRAME.matcher(line);
      if (head.matches()) {
        stack = new ArrayList<>();
        stacks.put(Long.valueOf(head.group(1)), stack);
      } else if (frame.matches() && stack.size() < FRAMES) {
        add(stack, frame.group(1));
      }
    }
    return stacks;
  }

  private Map<Long, List<String>> virtual() throws CommandFailed {
    Path file = directory.resolve("threads.json");
    try {
      jcmd.run("Thread.dump_to_file", "-format=json", file.toString());
      Map<Long, List<String>> stacks = new HashMap<>();
      try (JsonReader json = new JsonReader(Files.newBufferedReader(file))) {
        read(json, stacks);
      }
      return stacks;
    } catch (IOException | IllegalStateException | NumberFormatException unreadable) {
      throw CommandFailed.notReached("the virtual threads could not be listed: " + unreadable);
    } finally {
      try {
        Files.deleteIfExists(file);
      } catch (IOException stays) {
        // the directory's deletion says no more of it
      }
    }
  }

  /** Finds the threads, wherever they stand: objects with a tid and a stack. */
  static void read(JsonReader json, Map<Long, List<String>> stacks) throws IOException {
    switch (json.peek()) {
      case BEGIN_ARRAY -> {
        json.beginArray();
        while (json.hasNext()) {
          read(json, stacks);
        }
        json.endArray();
      }
      case BEGIN_OBJECT -> object(json, stacks);
      default -> json.skipValue();
    }
  }

  private static void object(JsonReader json, Map<Long, List<String>> stacks) throws IOException {
    long id = 0;
    List<String> stack = new ArrayList<>();
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "tid" -> id = Long.parseLong(json.nextString());
        case "stack" -> {
          json.beginArray();
          while (json.hasNext()) {
            String frame = json.nextString();
            if (stack.size() < FRAMES) {
              add(stack, frame.substring(frame.indexOf('/') + 1).replaceFirst("\\(.*", ""));
            }
          }
          json.endArray();
        }
        default -> read(json, stacks);
      }
    }
    json.endObject();
    if (id != 0) {
      stacks.put(id, stack);
    }
  }

  /** Without the frames that only some of the JVM's answers show. */
  private static void add(List<String> stack, String method) {
    if (!method.contains("$$Lambda") && !method.endsWith(".runWith")) {
      stack.add(method);
    }
  }
}
