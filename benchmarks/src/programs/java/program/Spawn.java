package program;

import java.util.concurrent.CountDownLatch;

/**
 * Starts virtual threads that do nothing, one after the other from one line at a call depth, and
 * waits for the last to end: {@code Spawn DEPTH SPAWNS}. The threads run while the next are being
 * started.
 */
final class Spawn {
  private static final int WARM_UPS = 5;

  private Spawn() {}

  public static void main(String[] arguments) throws InterruptedException {
    int depth = Integer.parseInt(arguments[0]);
    int spawns = Integer.parseInt(arguments[1]);
    // One line calls in every pass: the measured spawns have the stack that the earlier ones had.
    for (int pass = 0; pass <= WARM_UPS; pass++) {
      Meter meter = Meter.start();
      atDepth(depth, spawns);
      if (pass == WARM_UPS) {
        meter.tellEach(spawns);
      }
    }
  }

  private static void atDepth(int depth, int spawns) throws InterruptedException {
    if (depth > 0) {
      atDepth(depth - 1, spawns);
      return;
    }
    CountDownLatch ended = new CountDownLatch(spawns);
    Runnable body = ended::countDown;
    for (int i = 0; i < spawns; i++) {
      Thread.startVirtualThread(body);
    }
    ended.await();
  }
}
