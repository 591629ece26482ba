package corpus;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * Each request makes a thread-per-task executor that is never closed, and a task in it never ends.
 *
 * <p>Source: GoBench's cockroach#18101: "context.Done() signal only stops the goroutine who pulls
 * data from a channel, while does not stop goroutines which send data to the channel".
 */
final class PerTaskStuck {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> restore(run));
  }

  private static void restore(Run run) throws InterruptedException {
    ExecutorService helpers = Executors.newVirtualThreadPerTaskExecutor();
    BlockingQueue<String> data = new SynchronousQueue<>();
    helpers.submit(Run.task(() -> data.put("split"))); // leak: queue put, out of reach
    helpers.submit(Run.task(() -> data.put("split"))); // leak: queue put, out of reach
    data.poll(50, TimeUnit.MILLISECONDS);
    if (!run.leaking) {
      helpers.shutdownNow();
    }
  }
}
