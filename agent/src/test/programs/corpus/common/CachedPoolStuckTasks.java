package corpus;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A cached pool whose tasks never end, so that it grows by a thread for each.
 *
 * <p>Source: awslabs/analytics-accelerator-s3#66, "Eliminate forever waiting joins".
 */
final class CachedPoolStuckTasks {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    ExecutorService pool =
        Executors.newCachedThreadPool(); // leak: completable future, perhaps out of reach
    run.repeat(5, round -> pool.submit(Run.task(() -> read(run))));
  }

  private static byte[] read(Run run) throws Exception {
    CompletableFuture<byte[]> block = new CompletableFuture<>();
    return run.leaking ? block.get() : block.get(500, TimeUnit.MILLISECONDS);
  }
}
