import java.lang.ref.Cleaner;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.WeakHashMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/**
 * Threads that nothing can wake, named leak-KIND, beside threads that look like them and that
 * somebody could wake, named live-KIND, and some that are held weakly, named weak-KIND.
 */
public class ProveWays {
  /** Starts a thread of the kind that is looked at. */
  interface Starter {
    Thread start(String name, Runnable task);
  }

  interface Task {
    void run() throws Exception;
  }

  static final List<Object> HELD = new ArrayList<>();
  static final Object MONITOR = new Object();
  static final ClassValue<CountDownLatch> VALUES =
      new ClassValue<CountDownLatch>() {
        @Override
        protected CountDownLatch computeValue(Class<?> type) {
          return new CountDownLatch(1);
        }
      };

  static Starter starter;
  static volatile boolean never;

  static Thread start(String name, Task task) {
    return starter.start(
        name,
        () -> {
          try {
            task.run();
          } catch (Exception stopped) {
            throw new IllegalStateException(stopped);
          }
        });
  }

  public static void main(String[] arguments) throws Exception {
    starter =
        (name, task) -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          thread.start();
          return thread;
        };
    run();
  }

  static void run() throws Exception {
    queues();
    synchronizers();
    locks();
    futures();
    monitors();
    joins();
    pools();
    heldStrongly();
    heldElsewhere();
    heldByThreads();
    timed();
    monitorsHeld();
    heldWeakly();
    Thread.sleep(1000);
    System.out.println("READY");
    for (int c = System.in.read(); c >= 0 && c != 'e'; c = System.in.read()) {
      // until told to exit
    }
    Runtime.getRuntime().halt(0);
  }

  static void queues() {
    LinkedBlockingQueue<Object> full = new LinkedBlockingQueue<>(1);
    full.add(1);
    start("leak-queue-put", () -> full.put(2));
    ArrayBlockingQueue<Object> empty = new ArrayBlockingQueue<>(1);
    start("leak-queue-take", () -> empty.take());
    SynchronousQueue<Object> handOff = new SynchronousQueue<>();
    start("leak-hand-off", () -> handOff.put(1));
    SynchronousQueue<Object> fair = new SynchronousQueue<>(true);
    start("leak-fair-hand-off", () -> fair.take());
    LinkedTransferQueue<Object> transfer = new LinkedTransferQueue<>();
    start("leak-transfer", () -> transfer.transfer(1));
  }

  static void synchronizers() {
    CountDownLatch latch = new CountDownLatch(1);
    start("leak-latch", () -> latch.await());
    Semaphore semaphore = new Semaphore(0);
    start("leak-semaphore", () -> semaphore.acquire());
    CyclicBarrier barrier = new CyclicBarrier(2);
    start("leak-barrier", () -> barrier.await());
    Phaser phaser = new Phaser(2);
    start("leak-phaser", () -> phaser.arriveAndAwaitAdvance());
    Exchanger<Object> exchanger = new Exchanger<>();
    start("leak-exchanger", () -> exchanger.exchange(1));
  }

  static void locks() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    start(
        "leak-lock-holder",
        () -> {
          lock.lock();
          new CountDownLatch(1).await();
        });
    Thread.sleep(200);
    start("leak-lock", () -> lock.lock());
    ReentrantLock other = new ReentrantLock();
    Condition condition = other.newCondition();
    start(
        "leak-condition",
        () -> {
          other.lock();
          condition.await();
        });
    ReentrantReadWriteLock readWrite = new ReentrantReadWriteLock();
    StampedLock stamped = new StampedLock();
    start(
        "leak-write-holder",
        () -> {
          readWrite.writeLock().lock();
          stamped.writeLock();
          new CountDownLatch(1).await();
        });
    Thread.sleep(200);
    start("leak-read-lock", () -> readWrite.readLock().lock());
    start("leak-write-lock", () -> readWrite.writeLock().lock());
    start("leak-stamped-lock", () -> stamped.readLock());
  }

  static void futures() {
    FutureTask<Object> task = new FutureTask<>(() -> 1);
    start("leak-future", () -> task.get());
    CompletableFuture<Object> future = new CompletableFuture<>();
    start("leak-completable-future", () -> future.join());
  }

  static void monitors() throws Exception {
    Object monitor = new Object();
    start(
        "leak-monitor-holder",
        () -> {
          synchronized (monitor) {
            new CountDownLatch(1).await();
          }
        });
    Thread.sleep(200);
    start(
        "leak-monitor",
        () -> {
          synchronized (monitor) {
            System.out.println("entered");
          }
        });
    start(
        "leak-object-wait",
        () -> {
          Object own = new Object();
          synchronized (own) {
            own.wait();
          }
        });
  }

  static void joins() {
    CountDownLatch latch = new CountDownLatch(1);
    Thread first = start("leak-joined", () -> latch.await());
    Thread second = start("leak-joins", () -> first.join());
    start("leak-joins-joined", () -> second.join());
  }

  static void pools() throws Exception {
    abandon(Executors.newFixedThreadPool(1, named("leak-idle-worker")));
    abandon(Executors.newScheduledThreadPool(1, named("leak-idle-scheduler")));
    ExecutorService kept = Executors.newFixedThreadPool(1, named("live-idle-worker"));
    kept.submit(() -> {}).get();
    HELD.add(kept);
    ExecutorService cached = Executors.newCachedThreadPool(named("live-cached-worker"));
    cached.submit(() -> {}).get();
  }

  static ThreadFactory named(String name) {
    return task -> unstarted(name, task);
  }

  static Thread unstarted(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  static void abandon(ExecutorService pool) throws Exception {
    pool.submit(() -> {}).get();
  }

  static void heldStrongly() {
    LinkedBlockingQueue<Object> queue = new LinkedBlockingQueue<>();
    HELD.add(queue);
    start("live-static-field", () -> queue.take());
    CountDownLatch deep = new CountDownLatch(1);
    HELD.add(Map.of("key", List.of(new Object[] {deep})));
    start("live-static-graph", () -> deep.await());
    CountDownLatch soft = new CountDownLatch(1);
    HELD.add(new SoftReference<>(soft));
    start("live-soft-reference", () -> soft.await());
    CountDownLatch own = new CountDownLatch(1);
    HELD.add(start("live-thread-handle", () -> own.await()));
    CountDownLatch ofClass = VALUES.get(ProveWays.class);
    start("live-class-value", () -> ofClass.await());
    SynchronousQueue<Object> handOff = new SynchronousQueue<>();
    HELD.add((Runnable) () -> handOff.poll());
    start("live-captured", () -> handOff.put(1));
    ReentrantLock lock = new ReentrantLock();
    Condition condition = lock.newCondition();
    HELD.add(condition);
    start(
        "live-condition",
        () -> {
          lock.lock();
          condition.await();
        });
  }

  /** Wakes who waits, when it is finalized. */
  static final class Finalizable {
    final CountDownLatch latch;

    Finalizable(CountDownLatch latch) {
      this.latch = latch;
    }

    @Override
    @SuppressWarnings({"deprecation", "removal"})
    protected void finalize() {
      latch.countDown();
    }
  }

  static void heldElsewhere() {
    CountDownLatch finalized = new CountDownLatch(1);
    start("live-finalizable", () -> finalized.await());
    new Finalizable(finalized);
    CountDownLatch cleaned = new CountDownLatch(1);
    start("live-cleaner", () -> cleaned.await());
    Object kept = new Object();
    HELD.add(kept);
    Cleaner.create().register(kept, () -> cleaned.countDown());
    CountDownLatch scheduled = new CountDownLatch(1);
    ScheduledExecutorService scheduler =
        Executors.newScheduledThreadPool(1, named("live-scheduler"));
    scheduler.schedule(() -> scheduled.countDown(), 1, TimeUnit.HOURS);
    start("live-scheduled", () -> scheduled.await());
    CountDownLatch ticking = new CountDownLatch(1);
    new Timer("live-timer", true)
        .schedule(
            new TimerTask() {
              @Override
              public void run() {
                ticking.countDown();
              }
            },
            3_600_000);
    start("live-timer-task", () -> ticking.await());
    CountDownLatch hooked = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> hooked.countDown()));
    start("live-shutdown-hook", () -> hooked.await());
    CountDownLatch dependent = new CountDownLatch(1);
    CompletableFuture<Object> source = new CompletableFuture<>();
    source.thenRun(() -> dependent.countDown());
    HELD.add(source);
    start("live-dependent", () -> dependent.await());
  }

  static void heldByThreads() throws Exception {
    CountDownLatch inFrame = new CountDownLatch(1);
    start("live-in-frame", () -> inFrame.await());
    start(
        "live-sleeper",
        () -> {
          CountDownLatch local = inFrame;
          while (!never) {
            Thread.sleep(3_600_000);
          }
          local.countDown();
        });
    CountDownLatch inSpin = new CountDownLatch(1);
    start("live-in-spin", () -> inSpin.await());
    Thread spinner =
        new Thread(
            () -> {
              while (!never) {
                LockSupport.parkNanos(1_000_000);
              }
              inSpin.countDown();
            });
    spinner.setDaemon(true);
    spinner.start();
    CountDownLatch inLocal = new CountDownLatch(1);
    start("live-thread-local", () -> inLocal.await());
    ThreadLocal<CountDownLatch> local = new ThreadLocal<>();
    HELD.add(local);
    local.set(inLocal);
    // one that is woken wakes the next
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    HELD.add(first);
    start(
        "live-chain-first",
        () -> {
          first.await();
          second.countDown();
        });
    start("live-chain-second", () -> second.await());
    Thread sleeper = start("live-joined", () -> Thread.sleep(3_600_000));
    start("live-joins", () -> sleeper.join());
    ReentrantLock lock = new ReentrantLock();
    start(
        "live-lock-holder",
        () -> {
          lock.lock();
          Thread.sleep(3_600_000);
          lock.unlock();
        });
    Thread.sleep(200);
    start("live-lock", () -> lock.lock());
    start("live-no-blocker", () -> LockSupport.park());
  }

  static void timed() {
    start("live-timed-poll", () -> new LinkedBlockingQueue<Object>().poll(1, TimeUnit.HOURS));
    start("live-timed-await", () -> new CountDownLatch(1).await(1, TimeUnit.HOURS));
    start(
        "live-timed-wait",
        () -> {
          Object own = new Object();
          synchronized (own) {
            own.wait(3_600_000);
          }
        });
    start("live-timed-acquire", () -> new Semaphore(0).tryAcquire(1, TimeUnit.HOURS));
    start("live-timed-lock", () -> new CompletableFuture<Object>().get(1, TimeUnit.HOURS));
  }

  static synchronized void inClassMonitor(Object argument) {
    System.out.println(argument);
  }

  synchronized void inOwnMonitor(Object argument) {
    System.out.println(argument);
  }

  static void monitorsHeld() throws Exception {
    start(
        "live-monitor-holder",
        () -> {
          synchronized (MONITOR) {
            Thread.sleep(3_600_000);
          }
        });
    start(
        "live-class-monitor-holder",
        () -> {
          synchronized (ProveWays.class) {
            Thread.sleep(3_600_000);
          }
        });
    ProveWays held = new ProveWays();
    HELD.add(held);
    start(
        "live-own-monitor-holder",
        () -> {
          synchronized (held) {
            new CountDownLatch(1).await(1, TimeUnit.HOURS);
          }
        });
    Thread.sleep(200);
    start(
        "live-monitor",
        () -> {
          synchronized (MONITOR) {
            System.out.println("entered");
          }
        });
    start("live-class-monitor", () -> inClassMonitor(new Object()));
    start("live-own-monitor", () -> held.inOwnMonitor(new Object()));
    Object waited = new Object();
    HELD.add(waited);
    start(
        "live-object-wait",
        () -> {
          synchronized (waited) {
            waited.wait();
          }
        });
    start(
        "live-class-wait",
        () -> {
          synchronized (String.class) {
            String.class.wait();
          }
        });
  }

  static void heldWeakly() {
    CountDownLatch weak = new CountDownLatch(1);
    HELD.add(new WeakReference<>(weak));
    start("weak-reference", () -> weak.await());
    Semaphore key = new Semaphore(0);
    Map<Object, Object> map = new WeakHashMap<>();
    map.put(key, "value");
    HELD.add(map);
    start("weak-map-key", () -> key.acquire());
    HELD.add(new WeakReference<>(start("weak-thread", () -> new CountDownLatch(1).await())));
  }
}
