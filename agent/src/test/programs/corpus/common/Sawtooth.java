package corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Batches that gather for six seconds, fifty threads in all, and are then let go together. */
final class Sawtooth {
  private static final List<CountDownLatch> GATHERING = new ArrayList<>();

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(
        8,
        round -> {
          if (round % 50 == 0) {
            GATHERING.forEach(CountDownLatch::countDown);
            GATHERING.clear();
          }
          CountDownLatch batch = new CountDownLatch(1);
          GATHERING.add(batch);
          Thread request = run.threads.newThread(Run.task(batch::await));
          request.start();
        });
  }
}
