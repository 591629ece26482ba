package corpus;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/**
 * Each request makes a ForkJoinPool of its own and does not shut it down. With the default of a
 * minute to keep alive its idle workers would end by themselves; this one keeps them for a day.
 *
 * <p>Source: apache/incubator-kie#2247, "fork join pool must be closed": a loop of some thousand
 * such calls ends in an OutOfMemoryError.
 */
final class ForkJoinPerRequest {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> solve(run));
  }

  private static void solve(Run run) throws Exception {
    ForkJoinPool pool = pool();
    pool.submit(() -> {}).get();
    if (!run.leaking) {
      pool.shutdown();
    }
  }

  private static ForkJoinPool pool() {
    return new ForkJoinPool( // leak: idle pool worker
        2,
        ForkJoinPool.defaultForkJoinWorkerThreadFactory,
        null,
        true,
        0,
        256,
        1,
        null,
        1,
        TimeUnit.DAYS);
  }
}
