package corpus;

import java.util.concurrent.CountDownLatch;

/** Callers who all wait on one latch for the next event, which comes every five seconds. */
final class LongPoll {
  private static volatile CountDownLatch nextEvent = new CountDownLatch(1);

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(
        8,
        round -> {
          if (round % 40 == 39) {
            CountDownLatch event = nextEvent;
            nextEvent = new CountDownLatch(1);
            event.countDown();
          }
          Thread caller = run.threads.newThread(Run.task(nextEvent::await));
          caller.start();
        });
  }
}
