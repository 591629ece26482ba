package corpus;

import java.util.concurrent.Semaphore;

/**
 * A permit is not given back when the work fails; once all are lost, every request waits.
 *
 * <p>Source: OpenIdentityPlatform/OpenDJ#884, review: "Permit accounting is not exception-safe".
 */
final class SemaphorePermitLost {
  private static final Semaphore CONNECTIONS = new Semaphore(4);

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(
        5,
        round -> {
          Thread request = run.threads.newThread(Run.task(() -> query(run, round % 2 == 0)));
          request.start(); // leak: semaphore
        });
  }

  private static void query(Run run, boolean failing) throws InterruptedException {
    CONNECTIONS.acquire();
    boolean done = false;
    try {
      if (failing) {
        throw new IllegalStateException("the session was killed");
      }
      done = true;
    } finally {
      if (done || !run.leaking) {
        CONNECTIONS.release();
      }
    }
  }
}
