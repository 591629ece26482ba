package io.github.threadleak.census;

import io.github.threadleak.jvm.Threads;
import io.github.threadleak.site.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stacks of threads; equal stacks are one list, since a million threads have few stacks.
 * For one thread.
 */
final class StackReader {
  /** Distinct stacks remembered before it starts over. */
  private static final int MOST_STACKS = 10_000;

  private final Map<Elements, List<Frame>> stacks = new HashMap<>();

  /** The elements of a stack, as a key. */
  private static final class Elements {
    private final StackTraceElement[] elements;
    private final int hash;

    Elements(StackTraceElement[] elements) {
      this.elements = elements;
      int mixed = elements.length;
      for (StackTraceElement element : elements) {
        mixed =
            (mixed * 31 + element.getLineNumber()) * 31
                + element.getMethodName().hashCode()
                + element.getClassName().hashCode();
      }
      hash = mixed;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Elements stack && Arrays.equals(elements, stack.elements);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** The stack of a thread, top first; empty where it has none to show. */
  List<Frame> read(Thread thread) {
    Elements elements = new Elements(Threads.stackTrace(thread));
    List<Frame> known = stacks.get(elements);
    if (known == null) {
      if (stacks.size() >= MOST_STACKS) {
        stacks.clear();
      }
      known = framesOf(elements.elements);
      stacks.put(elements, known);
    }
    return known;
  }

  private static List<Frame> framesOf(StackTraceElement[] elements) {
    List<Frame> frames = new ArrayList<>(elements.length);
    for (StackTraceElement element : elements) {
      // JDK 17 lists the hidden classes behind lambdas, under a new name each run; later JDKs leave
      // them out.
      if (element.getClassName().indexOf('/') < 0) {
        frames.add(Frame.of(element));
      }
    }
    return List.copyOf(frames);
  }
}
