import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Says how many bytes a thread allocates to start a virtual one, three times, each time until it is
 * told to go on; and then parks as many for good as it is asked for.
 */
public final class SpawnCost {
  private static final int ROUNDS = 20;
  private static final int SPAWNS = 20_000;

  private SpawnCost() {}

  public static void main(String[] arguments) throws Exception {
    for (int batch = 0; batch < 3; batch++) {
      // one line for all: later ones have the stack that the first had
      Told.say("ALLOCATED " + spawn());
      Told.hear();
    }
    int parked = Integer.parseInt(arguments[0]);
    CountDownLatch running = new CountDownLatch(parked);
    for (int i = 0; i < parked; i++) {
      Thread.startVirtualThread(
          () -> {
            running.countDown();
            while (true) {
              LockSupport.park();
            }
          });
    }
    running.await();
    Told.ready();
    Runtime.getRuntime().halt(0);
  }

  /** The bytes of one spawn. */
  private static long spawn() throws InterruptedException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      CountDownLatch ended = new CountDownLatch(SPAWNS);
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < SPAWNS; i++) {
        Thread.startVirtualThread(ended::countDown);
      }
      // what compilers and growing tables cost is not of every round
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      ended.await();
    }
    return least / SPAWNS;
  }
}
