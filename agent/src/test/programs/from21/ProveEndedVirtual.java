import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Virtual threads that have come and gone, and one leaked platform thread. */
public class ProveEndedVirtual {
  public static void main(String[] arguments) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 1000; i++) {
        executor.submit(
            () -> {
              Thread.sleep(1);
              return 1;
            });
      }
    }
    leak();
    System.out.println("READY");
    System.in.read();
  }

  private static void leak() {
    CountDownLatch latch = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                latch.await();
              } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
              }
            },
            "leak-latch");
    thread.setDaemon(true);
    thread.start();
  }
}
