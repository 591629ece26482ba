package io.github.threadleak.render;

import io.github.threadleak.site.Frame;
import io.github.threadleak.snapshot.Group;
import io.github.threadleak.snapshot.Grouping;
import io.github.threadleak.snapshot.Spawn;
import java.util.ArrayList;
import java.util.List;

/**
 * The one stack that stands for a group in the formats that know no more: what it is parked on, and
 * below that, past a mark, where it was spawned.
 */
final class Stacks {
  /** Between where threads are parked and where they were spawned. */
  static final Frame SPAWNED = mark("spawned");

  private static final Frame NO_FRAMES = mark("no Java frames");

  private Stacks() {}

  /** Top first: the parked stack, then the spawn stack from its culprit down. Never empty. */
  static List<Frame> of(Group group, Grouping grouping) {
    if (grouping == Grouping.PARKED) {
      return parked(group);
    }
    List<Frame> spawn = spawn(group);
    if (grouping == Grouping.SPAWN) {
      return spawn;
    }
    List<Frame> both = new ArrayList<>(group.parkedStack().size() + 1 + spawn.size());
    both.addAll(parked(group));
    both.add(SPAWNED);
    both.addAll(spawn);
    return both;
  }

  private static List<Frame> parked(Group group) {
    return group.parkedStack().isEmpty() ? List.of(NO_FRAMES) : group.parkedStack();
  }

  private static List<Frame> spawn(Group group) {
    Spawn spawn = group.spawn();
    if (spawn == null) {
      String unknown = group.spawnUnknown();
      return List.of(mark(unknown == null ? "spawn unknown" : unknown));
    }
    Frame culprit = spawn.site().culprit();
    List<Frame> stack = spawn.stack();
    if (stack.isEmpty()) {
      return List.of(culprit == null ? mark(spawn.site().culpritText()) : culprit);
    }
    return stack.subList(Math.max(0, stack.indexOf(culprit)), stack.size());
  }

  /** A frame that no code has, in brackets. */
  private static Frame mark(String words) {
    return new Frame("[" + words + "]", "", null, 0, null);
  }

  /** {@code a.b.C.method}, or the words of a mark. */
  static String name(Frame frame) {
    return frame.method().isEmpty() ? frame.className() : frame.qualifiedMethod();
  }
}
