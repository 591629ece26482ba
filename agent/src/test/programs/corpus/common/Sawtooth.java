package corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Batches that gather for five seconds, forty threads in all, and are then let go together. */
final class Sawtooth {
  private static final List<CountDownLatch> GATHERING = new ArrayList<>();

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    Thread release = run.threads.newThread(Run.task(Sawtooth::release));
    release.start();
    run.repeat(
        8,
        round -> {
          CountDownLatch one = new CountDownLatch(1);
          synchronized (GATHERING) {
            GATHERING.add(one);
          }
          Thread request = run.threads.newThread(Run.task(one::await));
          request.start();
        });
  }

  private static void release() throws InterruptedException {
    while (true) {
      TimeUnit.SECONDS.sleep(5);
      synchronized (GATHERING) {
        GATHERING.forEach(CountDownLatch::countDown);
        GATHERING.clear();
      }
    }
  }
}
