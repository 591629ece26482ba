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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Parks a real thread in each way and reads its reason off its real stack. */
class ClassifierTest {
  private final List<Thread> started = new ArrayList<>();

  private interface Parking {
    void park() throws Exception;
  }

  static List<Arguments> waysToPark() {
    ReentrantLock held = new ReentrantLock();
    ReentrantReadWriteLock written = new ReentrantReadWriteLock();
    Object monitor = new Object();
    held.lock();
    written.writeLock().lock();
    return List.of(
        way(Reason.QUEUE_PUT, () -> new SynchronousQueue<Integer>().put(1)),
        way(Reason.QUEUE_PUT, () -> full().put(1)),
        way(Reason.QUEUE_PUT, () -> full().offer(1, 1, TimeUnit.HOURS)),
        way(Reason.QUEUE_TAKE, () -> new LinkedBlockingQueue<Integer>().take()),
        way(Reason.QUEUE_TAKE, () -> new LinkedBlockingQueue<Integer>().poll(1, TimeUnit.HOURS)),
        way(Reason.TRANSFER, () -> new LinkedTransferQueue<Integer>().transfer(1)),
        way(Reason.LOCK, held::lock),
        way(Reason.READ_LOCK, () -> written.readLock().lock()),
        way(Reason.WRITE_LOCK, () -> written.writeLock().lockInterruptibly()),
        way(Reason.CONDITION, ClassifierTest::awaitCondition),
        way(Reason.OBJECT_WAIT, () -> waitOn(monitor)),
        way(Reason.SEMAPHORE, () -> new Semaphore(0).acquire()),
        way(Reason.LATCH, () -> new CountDownLatch(1).await()),
        way(Reason.BARRIER, () -> new CyclicBarrier(2).await()),
        way(Reason.PHASER, () -> new Phaser(2).arriveAndAwaitAdvance()),
        way(Reason.EXCHANGER, () -> new Exchanger<Integer>().exchange(1)),
        way(Reason.FUTURE, () -> new FutureTask<>(() -> 1).get()),
        way(Reason.COMPLETABLE_FUTURE, () -> new CompletableFuture<Integer>().get()),
        way(Reason.COMPLETABLE_FUTURE, () -> new CompletableFuture<Integer>().join()),
        way(Reason.EXECUTOR_TERMINATION, ClassifierTest::awaitTermination),
        way(Reason.SLEEP, () -> Thread.sleep(3_600_000)),
        way(Reason.TIMED_PARK, () -> LockSupport.parkNanos(3_600_000_000_000L)),
        way(Reason.PARK, LockSupport::park));
  }

  private static Arguments way(Reason reason, Parking parking) {
    return Arguments.of(reason, parking);
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

  private static void waitOn(Object monitor) throws InterruptedException {
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
  void tellsWhatAThreadIsParkedOn(Reason reason, Parking parking) {
    Thread thread =
        new Thread(
            () -> {
              try {
                parking.park();
              } catch (Exception interrupted) {
                // the test is over
              }
            });
    thread.setDaemon(true);
    thread.start();
    started.add(thread);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    Reason seen;
    do {
      seen = Classifier.reason(thread.getState(), frames(thread));
    } while (seen != reason && System.nanoTime() < deadline);

    assertThat(seen).isEqualTo(reason);
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
}
