import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Virtual threads that wait in executors which nothing refers to: the collector takes them. */
public final class Collected {
  private Collected() {}

  public static void main(String[] arguments) throws InterruptedException {
    for (int i = 0; i < 30; i++) {
      drop();
    }
    Told.say("READY");
    for (String line = Told.hear(); line != null && !line.equals("exit"); line = Told.hear()) {
      System.gc();
      Told.say("COLLECTED");
    }
    Runtime.getRuntime().halt(0);
  }

  private static void drop() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch waiting = new CountDownLatch(1);
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    executor.submit(
        () -> {
          waiting.countDown();
          never.await();
          return null;
        });
    waiting.await();
  }
}
