import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/** What every program says, hears and waits for. */
final class Told {
  private static final BufferedReader IN =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  private Told() {}

  /** So many threads of that kind are alive whose culprit contains the text. */
  static void expect(String kind, long count, String culprit) {
    say("EXPECT " + kind + " " + count + " " + culprit);
  }

  static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** Prints READY and waits until told to end. */
  static void ready() {
    say("READY");
    while (true) {
      String line = hear();
      if (line == null || line.equals("exit")) {
        return;
      }
    }
  }

  /** The next line of standard input; null at its end. */
  static String hear() {
    try {
      return IN.readLine();
    } catch (IOException closed) {
      return null;
    }
  }

  static void check(boolean holds, String what) {
    if (!holds) {
      say("UNEXPECTED " + what);
    }
  }

  /** Never returns. */
  static void parkForGood() {
    while (true) {
      LockSupport.park(Told.class);
    }
  }

  static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** The line of the caller. */
  static int line() {
    return StackWalker.getInstance()
        .walk(frames -> frames.skip(1).findFirst().orElseThrow().getLineNumber());
  }
}
