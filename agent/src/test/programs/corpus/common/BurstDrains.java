package corpus;

/**
 * A hundred and fifty requests at once, each of which takes up to ten seconds; then a quiet time.
 */
final class BurstDrains {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(
        5,
        round -> {
          if (round % 100 == 20) {
            for (int i = 0; i < 150; i++) {
              long millis = 60L * i + 1000;
              Thread request = run.threads.newThread(Run.task(() -> Thread.sleep(millis)));
              request.start();
            }
          }
        });
  }
}
