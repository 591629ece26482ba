package corpus;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A control: each request makes a cached pool and does not shut it down. Its idle threads end by
 * themselves after a minute.
 */
final class CachedPoolIdle {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(
        3,
        round -> {
          ExecutorService pool = Executors.newCachedThreadPool();
          pool.submit(() -> {}).get();
          if (!run.leaking) {
            pool.shutdown();
          }
        });
  }
}
