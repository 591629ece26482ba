package corpus;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Each channel makes a scheduled executor that is never shut down.
 *
 * <p>Source: palantir/dialogue#299, "QueuedChannel leaks threads".
 */
final class SchedulerPerChannel {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> open(run));
  }

  private static void open(Run run) throws Exception {
    ScheduledExecutorService timer =
        Executors.newScheduledThreadPool(1); // leak: idle pool worker, out of reach
    timer.schedule(() -> {}, 10, TimeUnit.MILLISECONDS).get();
    if (!run.leaking) {
      timer.shutdown();
    }
  }
}
