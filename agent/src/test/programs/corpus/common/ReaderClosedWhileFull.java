package corpus;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A reader is shut down while its queue is full, and the thread that fills it stays in put.
 *
 * <p>Source: ydb-java-sdk#160, "Leaks in SyncReader when it is shutdown with full message queue".
 */
final class ReaderClosedWhileFull {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> readOne(run));
  }

  private static String readOne(Run run) throws InterruptedException {
    BlockingQueue<String> messages = new ArrayBlockingQueue<>(4);
    Thread filling = run.threads.newThread(Run.task(() -> fill(messages)));
    filling.start(); // leak: queue put, out of reach
    String message = messages.take();
    if (!run.leaking) {
      filling.interrupt();
    }
    return message;
  }

  private static void fill(BlockingQueue<String> messages) throws InterruptedException {
    while (true) {
      messages.put("message");
    }
  }
}
