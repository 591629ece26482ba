package corpus;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Forty consumers of a queue that something static holds and that nothing comes into. */
final class ConsumersOfOneQueue {
  private static final BlockingQueue<String> EVENTS = new LinkedBlockingQueue<>();

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    for (int i = 0; i < 40; i++) {
      Thread consumer = run.threads.newThread(Run.task(ConsumersOfOneQueue::consume));
      consumer.start();
    }
    run.repeat(5, round -> {});
  }

  private static void consume() throws InterruptedException {
    while (true) {
      EVENTS.take();
    }
  }
}
