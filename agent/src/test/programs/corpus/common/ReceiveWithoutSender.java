package corpus;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A thread waits for a result that an early return never sends.
 *
 * <p>Source: GoBench's kubernetes#38669, described as having no sender for its receive.
 */
final class ReceiveWithoutSender {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> evaluate(run, ""));
  }

  private static void evaluate(Run run, String input) {
    BlockingQueue<String> results = new LinkedBlockingQueue<>();
    Thread receiving = run.threads.newThread(Run.task(results::take));
    receiving.start(); // leak: queue take, out of reach
    if (input.isEmpty() && run.leaking) {
      return;
    }
    results.add("result of " + input);
  }
}
