package corpus;

import java.util.concurrent.Exchanger;

/**
 * The partner of an exchange fails before it comes to the meeting.
 *
 * <p>Source: "Missing or nonexistent signals" in the Concurrency Anti-pattern Catalog for Java
 * (Bradbury, Jalbert).
 */
final class ExchangerAlone {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> meet(run));
  }

  private static void meet(Run run) {
    Exchanger<String> exchanger = new Exchanger<>();
    Thread filling = run.threads.newThread(Run.task(() -> exchanger.exchange("full buffer")));
    filling.start(); // leak: exchanger, out of reach
    Thread emptying = run.threads.newThread(Run.task(() -> empty(run, exchanger)));
    emptying.start();
  }

  private static void empty(Run run, Exchanger<String> exchanger) throws InterruptedException {
    if (run.leaking) {
      throw new IllegalStateException("no buffer left");
    }
    exchanger.exchange("empty buffer");
  }
}
