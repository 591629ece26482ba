import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Says how many bytes a thread allocates to start a virtual one, and then parks as many for good as
 * it is asked for.
 */
public final class SpawnCost {
  private static final int ROUNDS = 20;
  private static final int SPAWNS = 20_000;

  private SpawnCost() {}

  public static void main(String[] arguments) throws Exception {
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
    Told.say("ALLOCATED " + least / SPAWNS);
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
}
