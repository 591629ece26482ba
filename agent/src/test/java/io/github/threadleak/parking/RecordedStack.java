package io.github.threadleak.parking;

import io.github.threadleak.site.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM said of a thread that waited in a known way.
 *
 * @param shown the class that a reader must be shown for the blocker; null where there is none
 */
record RecordedStack(
    String way,
    String reason,
    Thread.State state,
    @Nullable String blocker,
    @Nullable String shown,
    List<Frame> frames) {
  private static final int NATIVE_LINE = -2;
  private static final Map<Integer, List<RecordedStack>> READ = new ConcurrentHashMap<>();

  /** All that were recorded on that JDK. */
  static List<RecordedStack> of(int version) throws IOException {
    try {
      return READ.computeIfAbsent(version, RecordedStack::read);
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause();
    }
  }

  private static List<RecordedStack> read(int version) {
    String name = "stacks-" + version + ".txt";
    try (InputStream in = RecordedStack.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing");
      }
      List<RecordedStack> stacks = new ArrayList<>();
      for (String stanza : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n\n")) {
        if (!stanza.startsWith("#")) {
          stacks.add(parse(stanza.strip().lines().toList()));
        }
      }
      return stacks;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static RecordedStack parse(List<String> lines) {
    String reason = "";
    String blocker = null;
    String shown = null;
    Thread.State state = Thread.State.NEW;
    List<Frame> frames = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String value = line.substring(line.indexOf(' ') + 1);
      if (line.startsWith("  ")) {
        frames.add(frame(line.strip()));
      } else if (line.startsWith("reason ")) {
        reason = value;
      } else if (line.startsWith("state ")) {
        state = Thread.State.valueOf(value);
      } else if (line.startsWith("blocker ")) {
        blocker = value;
      } else if (line.startsWith("shown ")) {
        shown = value;
      }
    }
    return new RecordedStack(lines.get(0), reason, state, blocker, shown, frames);
  }

  /** {@code module/class.method}, with an exclamation mark after a native one. */
  private static Frame frame(String text) {
    int slash = text.indexOf('/');
    String module = text.substring(0, slash);
    boolean isNative = text.endsWith("!");
    int dot = text.lastIndexOf('.');
    return new Frame(
        text.substring(slash + 1, dot),
        text.substring(dot + 1, text.length() - (isNative ? 1 : 0)),
        null,
        isNative ? NATIVE_LINE : 1,
        module.equals("null") ? null : module);
  }
}
