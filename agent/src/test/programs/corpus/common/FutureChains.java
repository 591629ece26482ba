package corpus;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Chains of futures with a thread at the end of each, which all complete within two seconds. */
final class FutureChains {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(
        10,
        round -> {
          CompletableFuture<Integer> first =
              new CompletableFuture<Integer>().completeOnTimeout(1, 2, TimeUnit.SECONDS);
          CompletableFuture<Integer> last =
              first
                  .thenApply(value -> value + 1)
                  .thenCombine(CompletableFuture.completedFuture(2), Integer::sum)
                  .thenApplyAsync(value -> value * 2);
          Thread waiting = run.threads.newThread(Run.task(last::join));
          waiting.start();
        });
  }
}
