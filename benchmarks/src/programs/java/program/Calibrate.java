package program;

/** Tells how many steps of {@link Burn} this machine takes in a microsecond, at its quickest. */
final class Calibrate {
  private static final long STEPS = 20_000;
  private static final int TRIES = 20_000;

  private Calibrate() {}

  public static void main(String[] arguments) {
    long quickest = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      long start = System.nanoTime();
      Burn.steps(STEPS);
      quickest = Math.min(quickest, System.nanoTime() - start);
    }
    Meter.tell("stepsPerMicrosecond", STEPS * 1e3 / quickest);
  }
}
