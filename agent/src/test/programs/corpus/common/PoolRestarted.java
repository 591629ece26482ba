package corpus;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A pool of thirty that is shut down and made anew every three seconds, as on a reload. */
final class PoolRestarted {
  private static ExecutorService pool = newPool();

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(
        10,
        round -> {
          if (round % 30 == 29) {
            pool.shutdown();
            pool = newPool();
          }
          pool.submit(() -> {});
        });
  }

  private static ExecutorService newPool() {
    return Executors.newFixedThreadPool(30);
  }
}
