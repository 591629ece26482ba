import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Ten threads put into a full queue, at one line; four of another name at a second line. */
public final class StuckForGood {
  private static final BlockingQueue<String> FULL = new ArrayBlockingQueue<>(1);

  private StuckForGood() {}

  public static void main(String[] arguments) {
    FULL.add("nobody takes it");
    for (int i = 0; i < 10; i++) {
      startSender(i);
    }
    for (int i = 0; i < 4; i++) {
      startKeeper(i);
    }
    Told.ready();
    Runtime.getRuntime().halt(0);
  }

  private static void startSender(int number) {
    new Thread(StuckForGood::put, "sender-" + number).start();
  }

  private static void startKeeper(int number) {
    new Thread(StuckForGood::put, "keeper-" + number).start();
  }

  private static void put() {
    try {
      FULL.put("one more");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
