package io.github.threadleak.site;

import java.util.List;

/**
 * Finds the frame to blame in a spawn stack: the first outside the JDK, and in {@code app-packages}
 * where those are set. Immutable.
 */
final class Culprits {
  private final List<String> appPackages;

  Culprits(List<String> appPackages) {
    this.appPackages = appPackages;
  }

  /** The index of the culprit in a stack of at least one frame, top first. */
  int indexIn(List<Frame> stack) {
    int outsideJdk = -1;
    int bottom = 0;
    for (int i = 0; i < stack.size(); i++) {
      Frame frame = stack.get(i);
      if (frame.isJdk()) {
        // The common pool, the carriers, the Cleaner: made once, in a JDK class's initializer, by
        // whoever touched that
        // class first. They belong to the JDK.
        if (frame.method().equals("<clinit>") && outsideJdk < 0) {
          return i;
        }
        if (!isThreadRun(frame)) {
          bottom = i;
        }
        continue;
      }
      Frame.Kind kind = frame.kind();
      if (kind == Frame.Kind.PROXY || kind == Frame.Kind.GENERATED) {
        bottom = i;
        continue;
      }
      if (appPackages.isEmpty() || isApp(frame)) {
        return i;
      }
      if (outsideJdk < 0) {
        outsideJdk = i;
      }
    }
    return outsideJdk >= 0 ? outsideJdk : bottom;
  }

  private boolean isApp(Frame frame) {
    for (String prefix : appPackages) {
      if (frame.className().startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isThreadRun(Frame frame) {
    return frame.method().startsWith("run")
        && (frame.className().equals("java.lang.Thread")
            || frame.className().equals("java.lang.VirtualThread"));
  }
}
