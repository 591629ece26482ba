package corpus;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A fixed pool of fifty that makes a thread for each of its first fifty requests. */
final class PoolWarmsUp {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    ExecutorService pool = Executors.newFixedThreadPool(50);
    run.repeat(4, round -> pool.submit(() -> {}).get());
  }
}
