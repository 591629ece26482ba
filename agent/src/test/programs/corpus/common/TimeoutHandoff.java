package corpus;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * The caller gives up at its deadline, and its worker waits for ever to hand over the answer.
 *
 * <p>Source: the demo's timeout-handoff. GoBench tells moby#33781 alike: the goroutine sends on an
 * unbuffered channel, and there is a path on which the parent returns without draining it.
 */
final class TimeoutHandoff {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> quote(run));
  }

  private static String quote(Run run) throws InterruptedException {
    BlockingQueue<String> handoff =
        run.leaking ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(1);
    Thread worker = run.threads.newThread(Run.task(() -> ask(handoff)));
    worker.start(); // leak: queue put, out of reach
    return handoff.poll(20, TimeUnit.MILLISECONDS);
  }

  private static void ask(BlockingQueue<String> handoff) throws InterruptedException {
    Thread.sleep(100);
    handoff.put("a price");
  }
}
