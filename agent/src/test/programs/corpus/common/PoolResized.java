package corpus;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A pool that is made larger and smaller with the load, between five and forty-five threads. */
final class PoolResized {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(5, 60, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    run.repeat(
        5,
        round -> {
          if (round % 10 == 0) {
            pool.setCorePoolSize(25 + (int) (20 * Math.sin(round / 20.0)));
          }
          for (int i = 0; i < 5; i++) {
            pool.submit(() -> {});
          }
        });
  }
}
