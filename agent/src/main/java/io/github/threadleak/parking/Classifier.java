package io.github.threadleak.parking;

import io.github.threadleak.site.Frame;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a thread is parked on: the first of the {@link Rules} that its state or one of the
 * JDK's frames on top of its stack meets. The application's frames end the look, so that what
 * stands below them (a pool's worker loop, a future that somebody else computes) decides nothing.
 * Stateless.
 */
public final class Classifier {
  /** So few frames of a library lie between the JDK's and the one that a rule knows. */
  private static final int LIBRARY_FRAMES = 3;

  private static final int NOT_MET = -1;

  private static final Rule[] RULES = Rules.all().toArray(new Rule[0]);

  /** The rules that know a class of the JDK, by their places in the table. */
  private static final Map<String, int[]> BY_CLASS = byClass();

  private Classifier() {}

  /**
   * What a thread is parked on.
   *
   * @param blockerClass the class of its park blocker or monitor; null where it has none
   * @param stack top first; empty where the thread had none to show
   */
  public static Classification classify(
      Thread.State state, @Nullable String blockerClass, List<Frame> stack) {
    Match match = new Match(state, stack);
    int first = match.next(0);
    if (first == RULES.length) {
      return new Classification(Reason.UNKNOWN, blockerClass);
    }
    return new Classification(
        RULES[first].reason(), blockerClass == null ? null : match.shownFor(blockerClass, first));
  }

  /** The rule that decides; null where none is met. */
  static @Nullable Rule ruleFor(Thread.State state, List<Frame> stack) {
    int first = new Match(state, stack).next(0);
    return first == RULES.length ? null : RULES[first];
  }

  /** Which rules a thread meets, and with which of its frames. */
  private static final class Match {
    private final Thread.State state;
    private final List<Frame> stack;
    private final int[] frameOf = new int[RULES.length];

    Match(Thread.State state, List<Frame> stack) {
      this.state = state;
      this.stack = stack;
      Arrays.fill(frameOf, NOT_MET);
      int end = 0;
      while (end < stack.size() && stack.get(end).isJdk() && !runsATask(stack.get(end))) {
        meet(end);
        end++;
      }
      int last = Math.min(stack.size(), end + LIBRARY_FRAMES);
      for (int i = end; i < last; i++) {
        meetLibrary(i);
      }
    }

    private void meet(int at) {
      Frame frame = stack.get(at);
      int[] candidates = BY_CLASS.get(frame.className());
      if (candidates == null) {
        return;
      }
      for (int rule : candidates) {
        if (frameOf[rule] == NOT_MET && isSpotOf(RULES[rule], frame)) {
          frameOf[rule] = at;
        }
      }
    }

    private void meetLibrary(int at) {
      for (int rule = 0; rule < RULES.length; rule++) {
        if (RULES[rule].isOfLibrary()
            && frameOf[rule] == NOT_MET
            && isSpotOf(RULES[rule], stack.get(at))) {
          frameOf[rule] = at;
        }
      }
    }

    /** The place of the first rule from there on that is met; the table's length where none is. */
    int next(int from) {
      int rule = from;
      while (rule < RULES.length && frameOf[rule] == NOT_MET && !RULES[rule].meets(state, stack)) {
        rule++;
      }
      return rule;
    }

    String shownFor(String blockerClass, int rule) {
      // what the application wrote is what its reader knows
      if (rule == RULES.length || !isOfJdk(blockerClass)) {
        return blockerClass;
      }
      return switch (RULES[rule].shows()) {
        case FRAME -> outermost(stack.get(frameOf[rule]).className());
        case OWNER_OF_BLOCKER -> outermost(blockerClass);
        case NEXT -> shownFor(blockerClass, next(rule + 1));
        case BLOCKER -> blockerClass;
      };
    }
  }

  /**
   * Below these frames stand those of whoever runs the task, and not of what the task waits for: a
   * ForkJoinTask that is joined may run another one on the same stack.
   */
  private static boolean runsATask(Frame frame) {
    return frame.method().equals("doExec")
        && frame.className().equals("java.util.concurrent.ForkJoinTask");
  }

  private static boolean isSpotOf(Rule rule, Frame frame) {
    for (Rule.Spot spot : rule.spots()) {
      if (spot.meets(frame, rule.isOfLibrary())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfJdk(String className) {
    return className.startsWith("java.")
        || className.startsWith("sun.")
        || className.startsWith("jdk.");
  }

  private static String outermost(String className) {
    int nested = className.indexOf('$');
    return nested < 0 ? className : className.substring(0, nested);
  }

  private static Map<String, int[]> byClass() {
    Map<String, int[]> places = new HashMap<>();
    for (int rule = 0; rule < RULES.length; rule++) {
      if (RULES[rule].isOfLibrary()) {
        continue;
      }
      for (Rule.Spot spot : RULES[rule].spots()) {
        int[] before = places.getOrDefault(spot.className(), new int[0]);
        if (before.length == 0 || before[before.length - 1] != rule) {
          int[] with = Arrays.copyOf(before, before.length + 1);
          with[before.length] = rule;
          places.put(spot.className(), with);
        }
      }
    }
    return places;
  }
}
