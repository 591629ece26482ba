package corpus;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A task of a pool with one thread waits for another task of the same pool.
 *
 * <p>Source: SEI CERT TPS01-J, "Do not execute interdependent tasks in a bounded thread pool".
 */
final class StarvedPool {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> importAll(run));
  }

  private static void importAll(Run run) {
    int threads = run.leaking ? 1 : 2;
    ExecutorService pool = Executors.newFixedThreadPool(threads); // leak: future, out of reach
    pool.execute(
        Run.task(
            () -> {
              Future<?> page = pool.submit(() -> {});
              page.get();
              pool.shutdown();
            }));
  }
}
