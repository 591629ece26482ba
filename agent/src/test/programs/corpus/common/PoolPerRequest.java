package corpus;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Every request makes a fixed pool and never shuts it down.
 *
 * <p>Source: the demo's pool-per-request; hiero-sdk-java#1084 "Thread leak in Client": an executor
 * that the client makes and does not shut down in close().
 */
final class PoolPerRequest {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(3, round -> page(run));
  }

  private static void page(Run run) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2); // leak: idle pool worker, out of reach
    Future<?> left = pool.submit(Run.task(() -> Thread.sleep(5)));
    Future<?> right = pool.submit(Run.task(() -> Thread.sleep(5)));
    left.get();
    right.get();
    if (!run.leaking) {
      pool.shutdown();
    }
  }
}
