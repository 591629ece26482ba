package corpus;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Callers who all wait on one latch for the next event, which comes every five seconds. */
final class LongPoll {
  private static volatile CountDownLatch nextEvent = new CountDownLatch(1);

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    Thread events = run.threads.newThread(Run.task(LongPoll::publish));
    events.start();
    run.repeat(
        8,
        round -> {
          Thread caller = run.threads.newThread(Run.task(nextEvent::await));
          caller.start();
        });
  }

  private static void publish() throws InterruptedException {
    while (true) {
      TimeUnit.SECONDS.sleep(5);
      CountDownLatch event = nextEvent;
      nextEvent = new CountDownLatch(1);
      event.countDown();
    }
  }
}
