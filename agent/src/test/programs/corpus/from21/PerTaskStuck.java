package corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * Each restore makes a thread-per-task executor that something keeps and nobody closes, and one of
 * its two tasks never ends. Whoever has the executor could still interrupt it.
 *
 * <p>Source: GoBench's cockroach#18101: "context.Done() signal only stops the goroutine who pulls
 * data from a channel, while does not stop goroutines which send data to the channel".
 */
final class PerTaskStuck {
  private static final List<ExecutorService> RESTORES = new ArrayList<>();

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> restore(run));
  }

  private static void restore(Run run) throws InterruptedException {
    ExecutorService helpers = Executors.newVirtualThreadPerTaskExecutor();
    RESTORES.add(helpers);
    BlockingQueue<String> data = new SynchronousQueue<>();
    for (int split = 0; split < 2; split++) {
      helpers.submit(Run.task(() -> data.put("split"))); // leak: queue put, perhaps out of reach
    }
    data.poll(50, TimeUnit.MILLISECONDS);
    if (!run.leaking) {
      helpers.shutdownNow();
    }
  }
}
