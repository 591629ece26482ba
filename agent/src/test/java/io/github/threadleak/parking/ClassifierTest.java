package io.github.threadleak.parking;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.threadleak.site.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Parks a real thread in each way, and reads its reason and its blocker off the thread. */
class ClassifierTest {
  private final List<Thread> started = new ArrayList<>();

  private interface Parking {
    void park() throws Exception;
  }

  static List<Arguments> waysToPark() {
    ReentrantLock held = new ReentrantLock();
    ReentrantReadWriteLock written = new ReentrantReadWriteLock();
    held.lock();
    written.writeLock().lock();
    OwnLock own = new OwnLock();
    return List.of(
        way(Reason.QUEUE_PUT, SynchronousQueue.class, () -> new SynchronousQueue<Integer>().put(1)),
        way(Reason.QUEUE_PUT, ArrayBlockingQueue.class, () -> full().put(1)),
        way(Reason.QUEUE_PUT, ArrayBlockingQueue.class, () -> full().offer(1, 1, TimeUnit.HOURS)),
        way(
            Reason.QUEUE_TAKE,
            LinkedBlockingQueue.class,
            () -> new LinkedBlockingQueue<Integer>().take()),
        way(
            Reason.QUEUE_TAKE,
            LinkedBlockingQueue.class,
            () -> new LinkedBlockingQueue<Integer>().poll(1, TimeUnit.HOURS)),
        way(
            Reason.TRANSFER,
            LinkedTransferQueue.class,
            () -> new LinkedTransferQueue<Integer>().transfer(1)),
        way(Reason.LOCK, ReentrantLock.class, held::lock),
        way(Reason.LOCK, OwnLock.class, () -> own.acquire(1)),
        way(Reason.PARK, OwnLock.class, () -> own.acquireShared(1)),
        way(Reason.READ_LOCK, ReentrantReadWriteLock.class, () -> written.readLock().lock()),
        way(
            Reason.WRITE_LOCK,
            ReentrantReadWriteLock.class,
            () -> written.writeLock().lockInterruptibly()),
        way(
            Reason.CONDITION,
            AbstractQueuedSynchronizer.ConditionObject.class,
            ClassifierTest::awaitCondition),
        way(Reason.OBJECT_WAIT, null, ClassifierTest::waitOnObject),
        way(Reason.SEMAPHORE, Semaphore.class, () -> new Semaphore(0).acquire()),
        way(Reason.LATCH, CountDownLatch.class, () -> new CountDownLatch(1).await()),
        way(Reason.BARRIER, CyclicBarrier.class, () -> new CyclicBarrier(2).await()),
        way(Reason.PHASER, Phaser.class, () -> new Phaser(2).arriveAndAwaitAdvance()),
        way(Reason.EXCHANGER, Exchanger.class, () -> new Exchanger<Integer>().exchange(1)),
        way(Reason.FUTURE, FutureTask.class, () -> new FutureTask<>(() -> 1).get()),
        way(
            Reason.COMPLETABLE_FUTURE,
            CompletableFuture.class,
            () -> new CompletableFuture<Integer>().get()),
        way(
            Reason.COMPLETABLE_FUTURE,
            CompletableFuture.class,
            () -> new CompletableFuture<Integer>().join()),
        way(
            Reason.EXECUTOR_TERMINATION,
            ThreadPoolExecutor.class,
            ClassifierTest::awaitTermination),
        way(Reason.SLEEP, null, () -> Thread.sleep(3_600_000)),
        way(Reason.TIMED_PARK, null, () -> LockSupport.parkNanos(3_600_000_000_000L)),
        way(Reason.PARK, Object.class, () -> LockSupport.park(new Object())));
  }

  private static Arguments way(Reason reason, @Nullable Class<?> shown, Parking parking) {
    return Arguments.of(reason, shown, parking);
  }

  private static ArrayBlockingQueue<Integer> full() {
    ArrayBlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1);
    queue.add(0);
    return queue;
  }

  private static void awaitCondition() throws InterruptedException {
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    try {
      lock.newCondition().await();
    } finally {
      lock.unlock();
    }
  }

  private static void waitOnObject() throws InterruptedException {
    Object monitor = new Object();
    synchronized (monitor) {
      monitor.wait();
    }
  }

  private static void awaitTermination() throws InterruptedException {
    var pool = Executors.newSingleThreadExecutor();
    try {
      pool.awaitTermination(1, TimeUnit.HOURS);
    } finally {
      pool.shutdownNow();
    }
  }

  @ParameterizedTest
  @MethodSource("waysToPark")
  void tellsWhatAThreadIsParkedOn(Reason reason, @Nullable Class<?> shown, Parking parking) {
    Thread thread =
        start(
            () -> {
              try {
                parking.park();
              } catch (Exception interrupted) {
                // the test is over
              }
            });

    Classification expected = new Classification(reason, shown == null ? null : shown.getName());
    assertThat(awaited(thread, expected)).isEqualTo(expected);
  }

  @Test
  void tellsOfAContendedMonitorWhateverItIsIn() {
    Object monitor = new Object();
    synchronized (monitor) {
      Thread thread =
          start(
              () -> {
                synchronized (monitor) {
                  monitor.notifyAll();
                }
              });

      Classification expected = new Classification(Reason.MONITOR, null);
      assertThat(awaited(thread, expected)).isEqualTo(expected);
    }
  }

  /** The pool's own loop stands below what the task waits in. */
  @Test
  void neverCallsAWorkerIdleThatHasATask() {
    ThreadPoolExecutor pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(1, this::made);
    try {
      pool.execute(() -> LockSupport.park());

      Classification expected = new Classification(Reason.PARK, null);
      assertThat(awaited(started.get(0), expected)).isEqualTo(expected);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void goesByTheFramesOfTheJdkAlone() {
    List<Frame> stack =
        List.of(
            frame("java.base", "java.util.concurrent.locks.LockSupport", "park"),
            frame(null, "com.acme.CountDownLatch", "await"),
            frame("java.base", "java.util.concurrent.ThreadPoolExecutor", "getTask"));

    assertThat(Classifier.classify(Thread.State.WAITING, "com.acme.Latch", stack))
        .isEqualTo(new Classification(Reason.PARK, "com.acme.Latch"));
  }

  @Test
  void takesARunnableThreadInJavaCodeForRunning() {
    List<Frame> stack =
        List.of(
            frame("java.base", "java.util.concurrent.LinkedBlockingQueue", "poll"),
            frame(null, "com.acme.Poller", "run"));

    assertThat(Classifier.classify(Thread.State.RUNNABLE, null, stack).reason())
        .isEqualTo(Reason.RUNNING);
  }

  /** What the virtual thread waits for is told of it, not of its carrier too. */
  @ParameterizedTest
  @EnumSource(
      value = Thread.State.class,
      names = {"BLOCKED", "WAITING", "TIMED_WAITING", "RUNNABLE"})
  void takesACarrierForRunningWhateverItCarries(Thread.State state) {
    List<Frame> stack =
        List.of(
            frame("java.base", "jdk.internal.vm.Continuation", "run"),
            frame("java.base", "java.lang.VirtualThread", "runContinuation"));

    assertThat(Classifier.classify(state, "java.lang.VirtualThread", stack))
        .isEqualTo(new Classification(Reason.RUNNING, "java.lang.VirtualThread"));
  }

  @Test
  void knowsNothingOfAThreadWithoutAStack() {
    assertThat(Classifier.classify(Thread.State.WAITING, null, List.of()))
        .isEqualTo(new Classification(Reason.UNKNOWN, null));
    assertThat(Classifier.classify(Thread.State.TERMINATED, null, List.of()).reason())
        .isEqualTo(Reason.UNKNOWN);
  }

  private Thread start(Runnable task) {
    Thread thread = made(task);
    thread.start();
    return thread;
  }

  private Thread made(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    started.add(thread);
    return thread;
  }

  private static Classification awaited(Thread thread, Classification expected) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    Classification seen;
    do {
      Object blocker = LockSupport.getBlocker(thread);
      seen =
          Classifier.classify(
              thread.getState(),
              blocker == null ? null : blocker.getClass().getName(),
              frames(thread));
    } while (!seen.equals(expected) && System.nanoTime() < deadline);
    return seen;
  }

  @AfterEach
  void endThreads() {
    started.forEach(Thread::interrupt);
  }

  private static List<Frame> frames(Thread thread) {
    List<Frame> frames = new ArrayList<>();
    for (StackTraceElement element : thread.getStackTrace()) {
      frames.add(Frame.of(element));
    }
    return frames;
  }

  private static Frame frame(@Nullable String module, String className, String method) {
    return new Frame(className, method, null, 1, module);
  }

  /** An application's own synchronizer. */
  private static final class OwnLock extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean tryAcquire(int arg) {
      return false;
    }

    @Override
    protected int tryAcquireShared(int arg) {
      return -1;
    }
  }
}
