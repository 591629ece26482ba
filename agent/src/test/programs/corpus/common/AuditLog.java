package corpus;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Every record spawns a thread that puts into a queue; the consumer was dropped, and the queue is
 * full.
 *
 * <p>Source: the demo's audit-log.
 */
final class AuditLog {
  private static final BlockingQueue<String> QUEUE = new ArrayBlockingQueue<>(8);

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    if (!run.leaking) {
      Thread consumer = run.threads.newThread(Run.task(AuditLog::consume));
      consumer.start();
    }
    run.repeat(8, round -> record(run, "record " + round));
  }

  private static void record(Run run, String entry) {
    Thread writer = run.threads.newThread(Run.task(() -> QUEUE.put(entry)));
    writer.start(); // leak: queue put
  }

  private static void consume() throws InterruptedException {
    while (true) {
      QUEUE.take();
    }
  }
}
