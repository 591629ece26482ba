import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Virtual threads that nothing can wake, so many of each kind as the argument says, and beside them
 * others that are parked alike and can be woken. Every leak has a method of its own, {@code
 * leak...}; what starts the others is called {@code live...}.
 */
final class GcProofLeaks {
  private static final List<Object> HELD = new ArrayList<>();
  private static final int FEATURE = Runtime.version().feature();

  private GcProofLeaks() {}

  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    for (int i = 0; i < count; i++) {
      leakQueuePut();
      leakQueueTake();
      leakLatch();
      leakFuture();
      leakSemaphore();
      leakLock();
      leakPark();
      leakTaskOfExecutor();
      leakWorkerOfPool();
      liveLatch();
      liveQueue();
      liveSleep();
      liveExecutor();
      liveByFinalizer();
    }
    if (FEATURE >= 25) {
      // A waiter at a monitor is held by the JVM itself: never proven. Unmounted from 24 on.
      liveMonitorWait();
    }
    Told.say("LIVE " + (4 * count + (FEATURE >= 25 ? 1 : 0)));
    Thread.sleep(200);
    Told.ready();
  }

  private static void leakQueuePut() {
    SynchronousQueue<Integer> queue = new SynchronousQueue<>();
    Thread.ofVirtual().start(quietly(() -> put(queue)));
  }

  private static void leakQueueTake() {
    LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    Thread.ofVirtual().start(quietly(queue::take));
  }

  private static void leakLatch() {
    CountDownLatch latch = new CountDownLatch(1);
    Thread.ofVirtual().start(quietly(() -> await(latch)));
  }

  private static void leakFuture() {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    Thread.ofVirtual().start(quietly(future::get));
  }

  private static void leakSemaphore() {
    Semaphore semaphore = new Semaphore(0);
    Thread.ofVirtual()
        .start(
            quietly(
                () -> {
                  semaphore.acquire();
                  return 0;
                }));
  }

  private static void leakLock() throws InterruptedException {
    ReentrantLock lock = new ReentrantLock();
    Thread.startVirtualThread(lock::lock).join(); // it ended with the lock held
    Thread.ofVirtual()
        .start(
            quietly(
                () -> {
                  lock.lock();
                  return 0;
                }));
  }

  private static void leakPark() {
    Thread.ofVirtual()
        .start(
            quietly(
                () -> {
                  LockSupport.park();
                  return 0;
                }));
  }

  private static void leakTaskOfExecutor() {
    CountDownLatch latch = new CountDownLatch(1);
    ExecutorService abandoned = Executors.newVirtualThreadPerTaskExecutor();
    abandoned.submit(() -> await(latch));
  }

  private static void leakWorkerOfPool() {
    ExecutorService abandoned =
        Executors.newFixedThreadPool(1, Thread.ofVirtual().name("worker").factory());
    abandoned.submit(() -> 0);
  }

  private static void liveLatch() {
    CountDownLatch latch = new CountDownLatch(1);
    HELD.add(latch);
    Thread.ofVirtual().start(quietly(() -> await(latch)));
  }

  private static void liveQueue() {
    LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    HELD.add(queue);
    Thread.ofVirtual().start(quietly(queue::take));
  }

  private static void liveSleep() {
    Thread.ofVirtual()
        .start(
            quietly(
                () -> {
                  Thread.sleep(TimeUnit.HOURS.toMillis(1));
                  return 0;
                }));
  }

  private static void liveExecutor() {
    CountDownLatch latch = new CountDownLatch(1);
    ExecutorService kept = Executors.newVirtualThreadPerTaskExecutor();
    HELD.add(kept);
    kept.submit(() -> await(latch));
  }

  /** Whatever drops the last reference to the guard wakes the thread by its finalizer. */
  private static void liveByFinalizer() {
    CountDownLatch latch = new CountDownLatch(1);
    WakesWhenFinalized guard = new WakesWhenFinalized(latch);
    Thread.ofVirtual()
        .start(
            quietly(
                () -> {
                  latch.await();
                  return guard.hashCode();
                }));
  }

  private static void liveMonitorWait() {
    Object monitor = new Object();
    Thread.ofVirtual()
        .start(
            quietly(
                () -> {
                  synchronized (monitor) {
                    monitor.wait();
                  }
                  return 0;
                }));
  }

  private static Runnable quietly(Callable<?> task) {
    return () -> {
      try {
        task.call();
      } catch (Exception unexpected) {
        Told.say("UNEXPECTED " + unexpected);
      }
    };
  }

  private static int put(SynchronousQueue<Integer> queue) throws InterruptedException {
    queue.put(1);
    return 0;
  }

  private static int await(CountDownLatch latch) throws InterruptedException {
    latch.await();
    return 0;
  }

  /** A finalizer that somebody relies on. */
  private static final class WakesWhenFinalized {
    private final CountDownLatch latch;

    WakesWhenFinalized(CountDownLatch latch) {
      this.latch = latch;
    }

    @Override
    @SuppressWarnings({"removal", "deprecation"})
    protected void finalize() {
      latch.countDown();
    }
  }
}
