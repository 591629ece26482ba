package corpus;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Sessions that nobody closes, but for a reaper that ends all of them every twenty seconds. */
final class ReapedSessions {
  private static final String CLOSE = "close";

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    Queue<BlockingQueue<String>> open = new ArrayDeque<>();
    long[] reaped = {System.nanoTime()};
    run.repeat(
        5,
        round -> {
          if (System.nanoTime() - reaped[0] > TimeUnit.SECONDS.toNanos(20)) {
            reaped[0] = System.nanoTime();
            open.forEach(inbox -> inbox.add(CLOSE));
            open.clear();
          }
          BlockingQueue<String> inbox = new LinkedBlockingQueue<>();
          open.add(inbox);
          Thread session = run.threads.newThread(Run.task(() -> serve(inbox)));
          session.start();
        });
  }

  private static void serve(BlockingQueue<String> inbox) throws InterruptedException {
    while (!inbox.take().equals(CLOSE)) {
      Thread.onSpinWait();
    }
  }
}
