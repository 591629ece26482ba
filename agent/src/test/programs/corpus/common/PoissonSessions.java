package corpus;

import java.util.Random;

/** Sessions that come by chance and stay for a time left to chance: about thirty, give or take. */
final class PoissonSessions {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    Random random = new Random();
    run.repeat(
        10,
        round -> {
          if (random.nextInt(10) < 6) {
            long millis = (long) (-5000 * Math.log(1 - random.nextDouble()));
            Thread session = run.threads.newThread(Run.task(() -> Thread.sleep(millis)));
            session.start();
          }
        });
  }
}
