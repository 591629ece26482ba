package corpus;

import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;

/** A pool of two hundred threads, all made at the start, that has next to nothing to do. */
final class LargeIdlePool {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    ThreadPoolExecutor pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(200);
    pool.prestartAllCoreThreads();
    run.repeat(5, round -> pool.submit(() -> {}).get());
  }
}
