package corpus;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A thread receives from a consumer that is closed meanwhile. The client keeps the consumer in its
 * registry, so a message could still come, and never does.
 *
 * <p>Source: apache/pulsar#24550: "when consumer.receive() is called, it blocks indefinitely even
 * when the consumer is being closed".
 */
final class ConsumerClosed {
  private static final String CLOSED = "closed";
  private static final Map<Integer, BlockingQueue<String>> CONSUMERS = new ConcurrentHashMap<>();

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> subscribe(run, round));
  }

  private static void subscribe(Run run, int id) throws InterruptedException {
    BlockingQueue<String> incoming = new LinkedBlockingQueue<>();
    CONSUMERS.put(id, incoming);
    Thread receiving = run.threads.newThread(Run.task(() -> receive(incoming)));
    receiving.start(); // leak: queue take
    Thread.sleep(10);
    if (!run.leaking) {
      incoming.add(CLOSED);
    }
  }

  private static void receive(BlockingQueue<String> incoming) throws InterruptedException {
    while (!incoming.take().equals(CLOSED)) {
      Thread.onSpinWait();
    }
  }
}
