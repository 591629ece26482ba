package corpus;

/** Sessions of six seconds under a load that comes and goes, from none to ten a second and back. */
final class DayAndNight {
  private static final double DAY_SECONDS = 40;

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    long began = System.nanoTime();
    run.repeat(
        10,
        round -> {
          double day = (System.nanoTime() - began) / 1e9 / DAY_SECONDS;
          if (Math.random() < (1 - Math.cos(2 * Math.PI * day)) / 2) {
            Thread session = run.threads.newThread(Run.task(() -> Thread.sleep(6000)));
            session.start();
          }
        });
  }
}
