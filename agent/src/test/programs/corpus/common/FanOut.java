package corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * The parent returns at its deadline; the workers that it left out wait for it for ever.
 *
 * <p>Source: the demo's fan-out. GoBench tells cockroach#10790 alike: the caller returns when the
 * context is done, without draining the channel that its helpers send to.
 */
final class FanOut {
  private static final long[] ANSWERED_AFTER_MILLIS = {5, 10, 150, 200};

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(4, round -> gather(run));
  }

  private static List<String> gather(Run run) throws InterruptedException {
    SynchronousQueue<String> results = new SynchronousQueue<>();
    List<Thread> workers = new ArrayList<>();
    for (long millis : ANSWERED_AFTER_MILLIS) {
      Thread worker = run.threads.newThread(Run.task(() -> ask(millis, results)));
      worker.start(); // leak: queue put, out of reach
      workers.add(worker);
    }
    List<String> gathered = new ArrayList<>();
    String result = results.poll(50, TimeUnit.MILLISECONDS);
    while (result != null) {
      gathered.add(result);
      result = results.poll(50, TimeUnit.MILLISECONDS);
    }
    if (!run.leaking) {
      workers.forEach(Thread::interrupt);
    }
    return gathered;
  }

  private static void ask(long millis, SynchronousQueue<String> results)
      throws InterruptedException {
    Thread.sleep(millis);
    results.put("answer");
  }
}
