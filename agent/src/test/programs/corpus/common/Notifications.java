package corpus;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A subscription's message pump and its heartbeat do not hear that the socket was closed.
 *
 * <p>Source: the demo's notifications; hyperliquid-python-sdk#24 is such a heartbeat: "Websocket
 * ping thread never ends".
 */
final class Notifications {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(3, round -> subscribe(run));
  }

  private static void subscribe(Run run) throws InterruptedException {
    BlockingQueue<String> outbox = new LinkedBlockingQueue<>();
    outbox.add("welcome");
    Thread pump = run.threads.newThread(Run.task(() -> pump(outbox)));
    pump.start(); // leak: queue take, out of reach
    Thread heartbeat = run.threads.newThread(Run.task(Notifications::beat));
    heartbeat.start(); // leak: sleep
    Thread.sleep(20);
    outbox.clear();
    if (!run.leaking) {
      pump.interrupt();
      heartbeat.interrupt();
    }
  }

  private static void pump(BlockingQueue<String> outbox) throws InterruptedException {
    while (true) {
      outbox.take();
    }
  }

  private static void beat() throws InterruptedException {
    while (true) {
      Thread.sleep(2000);
    }
  }
}
