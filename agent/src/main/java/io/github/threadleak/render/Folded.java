package io.github.threadleak.render;

import io.github.threadleak.site.Frame;
import io.github.threadleak.snapshot.Group;
import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code format=folded}: a line for each stack, root first, with its count, as flame graph tools
 * read them. Names have neither semicolons nor spaces.
 */
public final class Folded implements GroupFormat {
  @Override
  public void write(Report report, Writer out) throws IOException {
    Map<Frame, String> names = new HashMap<>();
    Map<List<String>, long[]> counts = new LinkedHashMap<>();
    for (Group group : report.snapshot().groups()) {
      List<String> stack =
          Stacks.of(group, report.grouping()).stream()
              .map(frame -> names.computeIfAbsent(frame, Folded::name))
              .toList();
      counts.computeIfAbsent(stack, s -> new long[1])[0] += group.count();
    }
    for (Map.Entry<List<String>, long[]> line : counts.entrySet()) {
      List<String> stack = line.getKey();
      for (int i = stack.size() - 1; i >= 0; i--) {
        out.append(stack.get(i)).append(i == 0 ? ' ' : ';');
      }
      out.append(line.getValue()[0] + "\n");
    }
  }

  private static String name(Frame frame) {
    String name = Words.plain(Stacks.name(frame));
    StringBuilder safe = new StringBuilder(name.length());
    name.codePoints()
        .map(c -> c == ';' ? ':' : Character.isWhitespace(c) || Character.isSpaceChar(c) ? '_' : c)
        .forEach(safe::appendCodePoint);
    return safe.toString();
  }
}
