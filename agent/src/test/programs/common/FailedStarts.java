import java.util.ArrayList;
import java.util.List;

/**
 * Starts threads whose stacks the machine cannot give, so that {@code start} throws an
 * OutOfMemoryError; then threads that it can.
 */
public final class FailedStarts {
  private static final long TOO_LARGE = 1L << 46;

  private FailedStarts() {}

  public static void main(String[] arguments) {
    List<Thread> failed = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Thread thread = new Thread(null, () -> {}, "too large", TOO_LARGE);
      try {
        startTooLarge(thread);
        Told.check(false, "a thread with a stack of " + TOO_LARGE + " bytes was started");
      } catch (OutOfMemoryError expected) {
        Told.check(
            String.valueOf(expected.getMessage()).startsWith("unable to create native thread"),
            "another error: " + expected);
        Told.check(
            expected
                .getStackTrace()[expected.getStackTrace().length - 1]
                .getMethodName()
                .equals("main"),
            "another stack");
      }
      failed.add(thread);
    }
    for (Thread thread : failed) {
      Told.check(!thread.isAlive(), "a thread that failed to start is alive");
    }
    for (int i = 0; i < 50; i++) {
      startAfterwards();
    }
    Told.expect("platform", 0, "FailedStarts.startTooLarge(");
    Told.expect("platform", 50, "FailedStarts.startAfterwards(");
    Told.ready();
    Runtime.getRuntime().halt(0);
  }

  private static void startTooLarge(Thread thread) {
    thread.start();
  }

  private static void startAfterwards() {
    new Thread(Told::parkForGood).start();
  }
}
