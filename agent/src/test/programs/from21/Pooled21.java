import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Pools that JDK 21 added, or that have virtual threads. */
public final class Pooled21 {
  private static final List<Object> KEPT = new ArrayList<>();

  private Pooled21() {}

  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < 5; i++) {
      ExecutorService workers = constructVirtualWorkers();
      KEPT.add(workers);
      occupy(workers, 2);
      workers.submit(() -> {}).get();
      ExecutorService perTask = constructPerTask();
      KEPT.add(perTask);
      occupy(perTask, 3);
      KEPT.add(constructPerTaskIdle());
      ExecutorService closed = constructPerTaskClosed();
      KEPT.add(closed);
      closed.close();
    }
    Told.ready();
    Runtime.getRuntime().halt(0);
  }

  private static ExecutorService constructVirtualWorkers() {
    return Executors.newFixedThreadPool(3, Thread.ofVirtual().name("vw-", 0).factory());
  }

  private static ExecutorService constructPerTask() {
    return Executors.newVirtualThreadPerTaskExecutor();
  }

  private static ExecutorService constructPerTaskIdle() {
    return Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory());
  }

  private static ExecutorService constructPerTaskClosed() {
    return Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory());
  }

  private static void occupy(ExecutorService pool, int threads) throws InterruptedException {
    CountDownLatch running = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      pool.execute(
          () -> {
            running.countDown();
            Told.parkForGood();
          });
    }
    running.await();
  }
}
