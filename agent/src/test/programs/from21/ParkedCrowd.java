import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** As many virtual threads as the argument says, all parked on one queue. */
final class ParkedCrowd {
  private ParkedCrowd() {}

  public static void main(String[] arguments) throws InterruptedException {
    int count = Integer.parseInt(arguments[0]);
    LinkedBlockingQueue<Integer> neverFilled = new LinkedBlockingQueue<>();
    CountDownLatch running = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      Thread.startVirtualThread(
          () -> {
            running.countDown();
            take(neverFilled);
          });
    }
    running.await();
    Told.ready();
  }

  private static void take(LinkedBlockingQueue<Integer> queue) {
    try {
      queue.take();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
