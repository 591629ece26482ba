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
  private static final int SPAWNS_TO_WARM_UP = 300_000;
  private static final long TICK_NANOS = 1_000_000;

  private Work() {}

  public static void main(String[] arguments) throws InterruptedException {
    long steps = Long.parseLong(arguments[0]);
    int tasks = Integer.parseInt(arguments[1]);
    int perSecond = Integer.parseInt(arguments[2]);
    // Many spawns, then twice what counts, so that the code of both is compiled and no compiler is
    // at work any more; one line calls in all passes.
    Pass[] passes = {
      new Pass(1, SPAWNS_TO_WARM_UP, 0),
      new Pass(steps, 2 * tasks, perSecond),
      new Pass(steps, tasks, perSecond)
    };
    for (Pass pass : passes) {
      Meter meter = Meter.start();
      pass.atDepth(DEPTH);
      if (pass == passes[passes.length - 1]) {
        meter.tellEach(tasks);
      }
    }
  }

  private record Pass(long steps, int tasks, int perSecond) {
    void atDepth(int depth) throws InterruptedException {
      if (depth > 0) {
        atDepth(depth - 1);
        return;
      }
      int tasksPerTick = perSecond == 0 ? tasks : Math.max(1, perSecond / 1000);
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
  }

  private static void awaitNanoTime(long time) {
    for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
