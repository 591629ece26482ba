package corpus;

import java.util.concurrent.Semaphore;

/** Forty requests a second queue for four permits; a queue builds up and is worked off. */
final class Limiter {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    Semaphore permits = new Semaphore(4, true);
    run.repeat(
        2,
        round -> {
          for (int i = 0; i < 20; i++) {
            Thread request = run.threads.newThread(Run.task(() -> query(permits)));
            request.start();
          }
        });
  }

  private static void query(Semaphore permits) throws InterruptedException {
    permits.acquire();
    try {
      Thread.sleep(80);
    } finally {
      permits.release();
    }
  }
}
