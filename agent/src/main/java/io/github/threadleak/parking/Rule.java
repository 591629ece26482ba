package io.github.threadleak.parking;

import io.github.threadleak.site.Frame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule of the table: a thread with one of these frames on top of its stack, or in that state,
 * waits for that reason.
 */
final class Rule {
  /** Which class a reader is shown for the thread's blocker, where that is one of the JDK's own. */
  enum Shows {
    /** The outermost class of the frame that met the rule: a queue, not the condition in it. */
    FRAME,
    /** The outermost class of the blocker: a ReentrantLock, not its Sync. */
    OWNER_OF_BLOCKER,
    /** What the next rule of the table that is met shows. */
    NEXT,
    /** The blocker as it is. */
    BLOCKER
  }

  /** A method that only waits, or waits and does nothing that runs the application's code. */
  static final class Spot {
    private final String className;
    private final String method;

    private Spot(String className, String method) {
      this.className = className;
      this.method = method;
    }

    String className() {
      return className;
    }

    boolean meets(Frame frame, boolean relocated) {
      return isMethod(frame.method())
          && (relocated ? isClassOrCopy(frame.className()) : className.equals(frame.className()));
    }

    /** The name, or all that starts so where it ends in a star. */
    private boolean isMethod(String name) {
      int last = method.length() - 1;
      return method.charAt(last) == '*'
          ? name.regionMatches(0, method, 0, last)
          : name.equals(method);
    }

    /** True of a copy in another package too, as in {@code shaded.io.netty}. */
    private boolean isClassOrCopy(String name) {
      return name.endsWith(className)
          && (name.length() == className.length()
              || name.charAt(name.length() - className.length() - 1) == '.');
    }

    @Override
    public String toString() {
      return className + "." + method;
    }
  }

  private final Reason reason;
  private final String told;
  private final List<Spot> spots = new ArrayList<>();
  private final List<Integer> seenOn = new ArrayList<>();
  private Thread.@Nullable State state;
  private boolean outsideNative;
  private boolean library;
  private Shows shows = Shows.FRAME;

  private Rule(Reason reason, String told) {
    this.reason = reason;
    this.told = told;
  }

  /**
   * A rule that nothing meets yet.
   *
   * @param told what tells the reason, for a reader who has the thread's stack
   */
  static Rule of(Reason reason, String told) {
    return new Rule(reason, told);
  }

  /** Or one of these methods; a trailing star stands for any ending. */
  Rule at(String className, String... methods) {
    for (String method : methods) {
      spots.add(new Spot(className, method));
    }
    return this;
  }

  /** The state alone, whatever the frames are. */
  Rule in(Thread.State whole) {
    state = whole;
    return this;
  }

  /** In that state, with Java code on top: a thread that runs there, and does not wait. */
  Rule outsideNative() {
    outsideNative = true;
    return this;
  }

  /** The frames are of a library, which may have been relocated. */
  Rule ofLibrary() {
    library = true;
    return this;
  }

  Rule showing(Shows what) {
    shows = what;
    return this;
  }

  /** The JDK versions on which a thread has met it. */
  Rule seenOn(int... versions) {
    for (int version : versions) {
      seenOn.add(version);
    }
    return this;
  }

  Reason reason() {
    return reason;
  }

  String told() {
    return told;
  }

  List<Spot> spots() {
    return spots;
  }

  List<Integer> seenOn() {
    return seenOn;
  }

  boolean isOfLibrary() {
    return library;
  }

  Shows shows() {
    return shows;
  }

  /** Whether the state alone meets it. */
  boolean meets(Thread.State actual, List<Frame> stack) {
    return actual == state && !(outsideNative && !stack.isEmpty() && stack.get(0).isNative());
  }
}
