import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Threads whose waker holds their latch weakly; each has a large array on its stack. */
final class GcProofWeak {
  private static final int BYTES = 200_000;

  private GcProofWeak() {}

  public static void main(String[] arguments) throws InterruptedException {
    int count = Integer.parseInt(arguments[0]);
    List<WeakReference<CountDownLatch>> waker = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      CountDownLatch latch = new CountDownLatch(1);
      waker.add(new WeakReference<>(latch));
      Thread.ofVirtual().name("weak").start(() -> hold(latch));
    }
    Thread.sleep(200);
    Told.say("READY");
    for (String line = Told.hear(); !"exit".equals(line); line = Told.hear()) {
      switch (line) {
        case "gc" -> {
          System.gc();
          Runtime memory = Runtime.getRuntime();
          Told.say("USED " + (memory.totalMemory() - memory.freeMemory()));
        }
        case "wake" -> Told.say("LOST " + wake(waker));
        default -> Told.say("UNEXPECTED " + line);
      }
    }
  }

  private static void hold(CountDownLatch latch) {
    byte[] large = new byte[BYTES];
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
    Told.check(large.length == BYTES, "the array is gone");
  }

  /** How many could not be woken. */
  private static int wake(List<WeakReference<CountDownLatch>> waker) {
    int lost = 0;
    for (WeakReference<CountDownLatch> reference : waker) {
      CountDownLatch latch = reference.get();
      if (latch == null) {
        lost++;
      } else {
        latch.countDown();
      }
    }
    return lost;
  }
}
