import java.util.concurrent.CountDownLatch;

/**
 * An application that leaks at one line, holds threads at another, and starts more when told: each
 * line that it hears is the name of a method and how many threads that is to start.
 */
public final class Leaks {
  private static final CountDownLatch NEVER = new CountDownLatch(1);
  private static volatile CountDownLatch released = new CountDownLatch(1);

  private Leaks() {}

  public static void main(String[] arguments) throws InterruptedException {
    abandon(12);
    Told.say("READY");
    for (String line = Told.hear(); line != null && !line.equals("exit"); line = Told.hear()) {
      String[] words = line.split(" ");
      int count = Integer.parseInt(words[1]);
      switch (words[0]) {
        case "abandon" -> abandon(count);
        case "abandonElsewhere" -> abandonElsewhere(count);
        case "hold" -> hold(count);
        case "release" -> release();
        default -> Told.check(false, "a line that is understood: " + line);
      }
      Told.say("DONE " + line);
    }
    Runtime.getRuntime().halt(0);
  }

  /** They wait for what nobody counts down. */
  private static void abandon(int threads) {
    for (int i = 0; i < threads; i++) {
      startAbandoned(i);
    }
  }

  private static void abandonElsewhere(int threads) {
    for (int i = 0; i < threads; i++) {
      startAbandoned(i);
    }
  }

  private static void startAbandoned(int number) {
    new Thread(() -> await(NEVER), "abandoned-" + number).start();
  }

  /** They wait until they are let go. */
  private static void hold(int threads) {
    for (int i = 0; i < threads; i++) {
      CountDownLatch latch = released;
      Thread held = new Thread(() -> await(latch), "held-" + i);
      held.start();
    }
  }

  private static void release() throws InterruptedException {
    CountDownLatch latch = released;
    released = new CountDownLatch(1);
    latch.countDown();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("held-")) {
        thread.join();
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
