package corpus;

import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Parallel streams and asynchronous stages in the common pool. */
final class CommonPoolUser {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(
        10,
        round -> {
          IntStream.range(0, 1000).parallel().sum();
          CompletableFuture.supplyAsync(() -> round).thenApplyAsync(value -> value + 1).join();
        });
  }
}
