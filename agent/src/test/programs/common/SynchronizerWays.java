import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.Deflater;

/** Waiting for locks and the like. */
final class SynchronizerWays {
  private static final String J_U_C = "java.util.concurrent.";
  private static final String LOCKS = J_U_C + "locks.";
  private static final String CONDITION = LOCKS + "AbstractQueuedSynchronizer$ConditionObject";
  private static final long HOUR = 3_600_000;

  private SynchronizerWays() {}

  static List<Way> ways() {
    return List.of(
        lock("ReentrantLock", "lock", Held.LOCK::lock),
        lock("ReentrantLock", "lockInterruptibly", Held.LOCK::lockInterruptibly),
        lock("ReentrantLock", "timed tryLock", () -> Held.LOCK.tryLock(1, TimeUnit.HOURS)),
        Way.of("lock", "own kind of lock", "SynchronizerWays$Own", () -> new Own().acquire(1)),
        Way.of(
            "lock",
            "own kind of lock, interruptible",
            "SynchronizerWays$Own",
            () -> new Own().acquireInterruptibly(1)),
        Way.of(
            "lock",
            "own kind of lock, timed",
            "SynchronizerWays$Own",
            () -> new Own().tryAcquireNanos(1, Long.MAX_VALUE)),
        read("ReentrantReadWriteLock", "lock", () -> Held.READ_WRITE.readLock().lock()),
        read(
            "ReentrantReadWriteLock",
            "lockInterruptibly",
            () -> Held.READ_WRITE.readLock().lockInterruptibly()),
        read(
            "ReentrantReadWriteLock",
            "timed tryLock",
            () -> Held.READ_WRITE.readLock().tryLock(1, TimeUnit.HOURS)),
        write("ReentrantReadWriteLock", "lock", () -> Held.READ_WRITE.writeLock().lock()),
        write(
            "ReentrantReadWriteLock",
            "lockInterruptibly",
            () -> Held.READ_WRITE.writeLock().lockInterruptibly()),
        write(
            "ReentrantReadWriteLock",
            "timed tryLock",
            () -> Held.READ_WRITE.writeLock().tryLock(1, TimeUnit.HOURS)),
        read("StampedLock", "readLock", Held.STAMPED::readLock),
        read("StampedLock", "readLockInterruptibly", Held.STAMPED::readLockInterruptibly),
        read("StampedLock", "timed tryReadLock", () -> Held.STAMPED.tryReadLock(1, TimeUnit.HOURS)),
        read("StampedLock", "read view", () -> Held.STAMPED.asReadLock().lock()),
        write("StampedLock", "writeLock", Held.STAMPED::writeLock),
        write("StampedLock", "writeLockInterruptibly", Held.STAMPED::writeLockInterruptibly),
        write(
            "StampedLock",
            "timed tryWriteLock",
            () -> Held.STAMPED.tryWriteLock(1, TimeUnit.HOURS)),
        write("StampedLock", "write view", () -> Held.STAMPED.asWriteLock().lock()),
        Way.of(
            "lock",
            "of a condition whose time is up",
            LOCKS + "ReentrantLock",
            SynchronizerWays::awaitInVain),
        Way.of("monitor", "synchronized", "java.lang.Object", SynchronizerWays::enter),
        Way.of("monitor", "of a notified wait", "SynchronizerWays", SynchronizerWays::waitNotified),
        Way.of("condition", "await", CONDITION, () -> condition(Condition::await)),
        Way.of(
            "condition",
            "timed await",
            CONDITION,
            () -> condition(c -> c.await(1, TimeUnit.HOURS))),
        Way.of(
            "condition",
            "awaitNanos",
            CONDITION,
            () -> condition(c -> c.awaitNanos(Long.MAX_VALUE))),
        Way.of(
            "condition",
            "awaitUninterruptibly",
            CONDITION,
            () -> condition(Condition::awaitUninterruptibly)),
        Way.of(
            "condition",
            "awaitUntil",
            CONDITION,
            () -> condition(c -> c.awaitUntil(new java.util.Date(Long.MAX_VALUE)))),
        Way.of("object wait", "wait", "SynchronizerWays", () -> waitOn(0)),
        Way.of("object wait", "timed wait", "SynchronizerWays", () -> waitOn(HOUR)),
        other("semaphore", "Semaphore", "acquire", Held.SEMAPHORE::acquire),
        other(
            "semaphore",
            "Semaphore",
            "acquireUninterruptibly",
            Held.SEMAPHORE::acquireUninterruptibly),
        other(
            "semaphore",
            "Semaphore",
            "fair timed tryAcquire",
            () -> new Semaphore(0, true).tryAcquire(1, TimeUnit.HOURS)),
        other("latch", "CountDownLatch", "await", () -> new CountDownLatch(1).await()),
        other(
            "latch",
            "CountDownLatch",
            "timed await",
            () -> new CountDownLatch(1).await(1, TimeUnit.HOURS)),
        other("barrier", "CyclicBarrier", "await", () -> new CyclicBarrier(2).await()),
        other(
            "barrier",
            "CyclicBarrier",
            "timed await",
            () -> new CyclicBarrier(2).await(1, TimeUnit.HOURS)),
        other("phaser", "Phaser", "awaitAdvance", () -> new Phaser(1).awaitAdvance(0)),
        other(
            "phaser",
            "Phaser",
            "awaitAdvanceInterruptibly",
            () -> new Phaser(1).awaitAdvanceInterruptibly(0)),
        other(
            "phaser",
            "Phaser",
            "timed awaitAdvanceInterruptibly",
            () -> new Phaser(1).awaitAdvanceInterruptibly(0, 1, TimeUnit.HOURS)),
        other(
            "phaser",
            "Phaser",
            "arriveAndAwaitAdvance",
            () -> new Phaser(2).arriveAndAwaitAdvance()),
        other("exchanger", "Exchanger", "exchange", () -> new Exchanger<>().exchange(1)),
        other(
            "exchanger",
            "Exchanger",
            "timed exchange",
            () -> new Exchanger<>().exchange(1, 1, TimeUnit.HOURS)),
        Way.of("sleep", "Thread.sleep", () -> Thread.sleep(HOUR)),
        Way.of("sleep", "TimeUnit.sleep", () -> TimeUnit.HOURS.sleep(1)),
        Way.of("timed park", "parkNanos", () -> LockSupport.parkNanos(Long.MAX_VALUE)),
        Way.of(
            "timed park",
            "parkNanos on something",
            "SynchronizerWays",
            () -> LockSupport.parkNanos(new SynchronizerWays(), Long.MAX_VALUE)),
        Way.of("timed park", "parkUntil", () -> LockSupport.parkUntil(Long.MAX_VALUE)),
        Way.of("park", "park", LockSupport::park),
        Way.of(
            "park",
            "park on something",
            "SynchronizerWays",
            () -> LockSupport.park(new SynchronizerWays())),
        Way.of("park", "own latch", "SynchronizerWays$Own", () -> new Own().acquireShared(1)),
        Way.of(
            "timed park",
            "own latch, timed",
            "SynchronizerWays$Own",
            () -> new Own().tryAcquireSharedNanos(1, Long.MAX_VALUE)),
        Way.of("park", "own await", "SynchronizerWays$OwnLatch", () -> new OwnLatch().await()),
        Way.found("running", "deflater", "", () -> start("deflater", SynchronizerWays::deflate)),
        Way.found("running", "spinner", "", () -> start("spinner", SynchronizerWays::spin)));
  }

  private static Way lock(String lock, String how, Way.Parking parking) {
    return Way.of("lock", lock + " " + how, LOCKS + lock, parking);
  }

  private static Way read(String lock, String how, Way.Parking parking) {
    return Way.of("read lock", lock + " " + how, LOCKS + lock, parking);
  }

  private static Way write(String lock, String how, Way.Parking parking) {
    return Way.of("write lock", lock + " " + how, LOCKS + lock, parking);
  }

  private static Way other(String reason, String type, String how, Way.Parking parking) {
    return Way.of(reason, type + " " + how, J_U_C + type, parking);
  }

  private static void enter() {
    synchronized (Held.MONITOR) {
      Told.check(false, "the monitor was free");
    }
  }

  private interface Await {
    void on(Condition condition) throws InterruptedException;
  }

  private static void condition(Await await) throws InterruptedException {
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    try {
      await.on(lock.newCondition());
    } finally {
      lock.unlock();
    }
  }

  /** The time is up, and somebody has taken the lock for good. */
  private static void awaitInVain() throws InterruptedException {
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    start(
        "helper",
        () -> {
          lock.lock();
          Told.parkForGood();
        });
    while (!lock.hasQueuedThreads()) {
      Thread.onSpinWait();
    }
    Condition condition = lock.newCondition();
    while (true) {
      condition.awaitNanos(100_000_000);
    }
  }

  private static void waitNotified() throws InterruptedException {
    Object monitor = new SynchronizerWays();
    synchronized (monitor) {
      start(
          "helper",
          () -> {
            synchronized (monitor) {
              monitor.notifyAll();
              Told.parkForGood();
            }
          });
      monitor.wait();
    }
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
  }

  private static void waitOn(long millis) throws InterruptedException {
    Object monitor = new SynchronizerWays();
    synchronized (monitor) {
      monitor.wait(millis);
    }
  }

  /** In native code nearly all the time. */
  private static void deflate() {
    byte[] zeros = new byte[1 << 24];
    while (!Thread.currentThread().isInterrupted()) {
      Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
      deflater.setInput(zeros);
      deflater.finish();
      deflater.deflate(new byte[1 << 20]);
      deflater.end();
    }
  }

  /** In Java code all the time, so once and not in each kind of thread. */
  private static void spin() {
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }

  /** An application's synchronizer, which nothing is known of. */
  private static final class Own extends AbstractQueuedSynchronizer {
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

  /** An application's latch that shares no more than its name and its ancestor with the JDK's. */
  private static final class OwnLatch extends CountDownLatch {
    OwnLatch() {
      super(1);
    }

    @Override
    public void await() {
      LockSupport.park(this);
    }
  }
}
