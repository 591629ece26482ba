package program;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts virtual threads that each work for a number of {@link Burn} steps, at a call depth of 15:
 * {@code Work STEPS TASKS PER_SECOND}. With 0 a second they are started without a pause, so that
 * all processors are busy; else in a batch each millisecond.
 */
final class Work {
  private static final int DEPTH = 15;
  private static final int WARM_UPS = 1;
  private static final long TICK_NANOS = 1_000_000;

  private final long steps;
  private final int tasksPerTick;

  private Work(long steps, int tasksPerTick) {
    this.steps = steps;
    this.tasksPerTick = tasksPerTick;
  }

  public static void main(String[] arguments) throws InterruptedException {
    int tasks = Integer.parseInt(arguments[1]);
    int perSecond = Integer.parseInt(arguments[2]);
    int perTick = perSecond == 0 ? tasks : Math.max(1, perSecond / 1000);
    Work work = new Work(Long.parseLong(arguments[0]), perTick);
    for (int pass = 0; pass <= WARM_UPS; pass++) {
      Meter meter = Meter.start();
      work.atDepth(DEPTH, tasks);
      if (pass == WARM_UPS) {
        meter.tellEach(tasks);
      }
    }
  }

  private void atDepth(int depth, int tasks) throws InterruptedException {
    if (depth > 0) {
      atDepth(depth - 1, tasks);
      return;
    }
    CountDownLatch ended = new CountDownLatch(tasks);
    Runnable body =
        () -> {
          Burn.steps(steps);
          ended.countDown();
        };
    long tick = System.nanoTime();
    for (int i = 0; i < tasks; i++) {
      if (i % tasksPerTick == 0 && i > 0) {
        tick += TICK_NANOS;
        awaitNanoTime(tick);
      }
      Thread.startVirtualThread(body);
    }
    ended.await();
  }

  private static void awaitNanoTime(long time) {
    for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
