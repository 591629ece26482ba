import java.util.concurrent.CountDownLatch;

/**
 * A virtual thread that runs, has been parked before, and holds a latch in a frame that it has not
 * returned into since; and the thread that waits for the latch.
 */
public class ProveRunningVirtual {
  static volatile boolean never;
  static volatile long turns;

  public static void main(String[] arguments) throws Exception {
    Thread.startVirtualThread(ProveRunningVirtual::holds);
    Thread.sleep(1000);
    System.out.println("READY");
    System.in.read();
  }

  private static void holds() {
    CountDownLatch latch = new CountDownLatch(1);
    Thread waiting =
        new Thread(
            () -> {
              try {
                latch.await();
              } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
              }
            },
            "live-latch");
    waiting.setDaemon(true);
    waiting.start();
    deep(60);
    latch.countDown();
  }

  private static void deep(int frames) {
    if (frames > 0) {
      deep(frames - 1);
      turns++;
      return;
    }
    try {
      Thread.sleep(100);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
    while (!never) {
      turns++;
    }
  }
}
