package corpus;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Phaser;

/** Two times twenty-five workers that meet in rounds, at a barrier and at a phaser. */
final class BarrierRounds {
  private static final int WORKERS = 25;

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    CyclicBarrier barrier = new CyclicBarrier(WORKERS);
    Phaser phaser = new Phaser(WORKERS);
    for (int i = 0; i < WORKERS; i++) {
      // The slowest takes four seconds, so the first wait for it that long.
      long millis = i == 0 ? 4000 : 10L * i;
      Thread stepping = run.threads.newThread(Run.task(() -> step(barrier, millis)));
      stepping.start();
      Thread phasing = run.threads.newThread(Run.task(() -> advance(phaser, millis)));
      phasing.start();
    }
    run.repeat(5, round -> {});
  }

  private static void step(CyclicBarrier barrier, long millis) throws Exception {
    while (true) {
      Thread.sleep(millis);
      barrier.await();
    }
  }

  private static void advance(Phaser phaser, long millis) throws InterruptedException {
    while (true) {
      Thread.sleep(millis);
      phaser.arriveAndAwaitAdvance();
    }
  }
}
