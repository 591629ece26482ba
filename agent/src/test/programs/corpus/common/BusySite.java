package corpus;

import java.util.concurrent.ThreadLocalRandom;

/** Two hundred short requests a second, thread per request. */
final class BusySite {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(
        20,
        round -> {
          for (int i = 0; i < 10; i++) {
            long millis = ThreadLocalRandom.current().nextLong(20, 400);
            Thread request = run.threads.newThread(Run.task(() -> Thread.sleep(millis)));
            request.start();
          }
        });
  }
}
