package corpus;

import java.util.concurrent.CompletableFuture;

/**
 * A failure is logged instead of completing the future, and whoever joins it waits for ever.
 *
 * <p>Source: conjure-java-runtime#504, "CompletableFuture.join hangs if connection to server
 * fails".
 */
final class AbandonedFuture {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> call(run));
  }

  private static void call(Run run) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread caller = run.threads.newThread(Run.task(answer::join));
    caller.start(); // leak: completable future, out of reach
    Thread dispatcher = run.threads.newThread(() -> dispatch(run, answer));
    dispatcher.start();
  }

  private static void dispatch(Run run, CompletableFuture<String> answer) {
    try {
      throw new IllegalStateException("connection refused");
    } catch (IllegalStateException failed) {
      if (!run.leaking) {
        answer.completeExceptionally(failed);
      }
    }
  }
}
