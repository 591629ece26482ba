package corpus;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A control: thread-per-task executors that are never closed, but whose tasks end. */
final class PerTaskIdle {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(
        8,
        round -> {
          ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
          tasks.submit(Run.task(() -> Thread.sleep(300)));
          tasks.submit(Run.task(() -> Thread.sleep(600)));
        });
  }
}
