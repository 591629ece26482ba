package corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Thirty schedulers whose task is due once an hour, and thirty threads that sleep for one. */
final class HourlyScheduler {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    List<ScheduledExecutorService> schedulers = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
      scheduler.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS);
      schedulers.add(scheduler);
      Thread sleeper = run.threads.newThread(Run.task(() -> Thread.sleep(3_600_000)));
      sleeper.start();
    }
    run.repeat(5, round -> {});
  }
}
