package corpus;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A thread waits for the end of another, which waits for a message that closing should have sent.
 *
 * <p>Source: GoBench's grpc#1275: "It is the client.CloseStream() method that should send the
 * message, but it is not. The patch is to send out this message."
 */
final class JoinOfLeaked {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(4, round -> stream(run));
  }

  private static void stream(Run run) {
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    Thread reading = run.threads.newThread(Run.task(received::take));
    reading.start(); // leak: queue take, out of reach
    Thread closing = run.threads.newThread(Run.task(() -> close(run, received, reading)));
    closing.start(); // leak: thread join, out of reach
  }

  private static void close(Run run, BlockingQueue<String> received, Thread reading)
      throws InterruptedException {
    if (!run.leaking) {
      received.add("closed");
    }
    reading.join();
  }
}
