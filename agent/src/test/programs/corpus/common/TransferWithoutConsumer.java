package corpus;

import java.util.concurrent.LinkedTransferQueue;

/**
 * A watch is stopped without its results having been fetched, and who sends one waits for ever.
 *
 * <p>Source: GoBench's kubernetes#25331: "it could probably call Stop() without retrieving all
 * results from ResultChan()".
 */
final class TransferWithoutConsumer {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> watch(run));
  }

  private static void watch(Run run) throws InterruptedException {
    LinkedTransferQueue<String> results = new LinkedTransferQueue<>();
    Thread watching = run.threads.newThread(Run.task(() -> results.transfer("an error")));
    watching.start(); // leak: transfer, out of reach
    if (!run.leaking) {
      results.take();
    }
  }
}
