package corpus;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Sessions of five seconds, each with a thread that waits for messages, all closed in the end. */
final class WebSocketSessions {
  private static final String CLOSE = "close";

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    Queue<BlockingQueue<String>> open = new ArrayDeque<>();
    run.repeat(
        8,
        round -> {
          BlockingQueue<String> inbox = new LinkedBlockingQueue<>();
          open.add(inbox);
          Thread session = run.threads.newThread(Run.task(() -> serve(inbox)));
          session.start();
          if (open.size() > 40) {
            open.remove().add(CLOSE);
          }
        });
  }

  private static void serve(BlockingQueue<String> inbox) throws InterruptedException {
    while (!inbox.take().equals(CLOSE)) {
      Thread.onSpinWait();
    }
  }
}
