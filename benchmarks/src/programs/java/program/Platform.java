package program;

/**
 * Starts platform threads that do nothing and joins each before the next: {@code Platform STARTS}.
 */
final class Platform {
  private Platform() {}

  public static void main(String[] arguments) throws InterruptedException {
    int starts = Integer.parseInt(arguments[0]);
    startAndJoin(starts / 2);
    Meter meter = Meter.start();
    startAndJoin(starts);
    meter.tellEach(starts);
  }

  private static void startAndJoin(int starts) throws InterruptedException {
    for (int i = 0; i < starts; i++) {
      Thread thread = new Thread(() -> {});
      thread.start();
      thread.join();
    }
  }
}
