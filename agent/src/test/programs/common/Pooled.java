import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Pools in every state: {@code Pooled MODE}. */
public final class Pooled {
  private static final List<Object> KEPT = new ArrayList<>();
  private static final Runnable SHORT = () -> {};

  private Pooled() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "leak" -> leak();
      case "states" -> states();
      case "queues" -> queues();
      case "hostile" -> hostile();
      case "use" -> KEPT.add(constructUsed());
      case "collect" -> collect();
      case "many" -> many();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    Told.say("READY");
    int said = 0;
    for (String line = Told.hear(); line != null && !line.equals("exit"); line = Told.hear()) {
      switch (line) {
        case "use" -> ((ExecutorService) KEPT.get(0)).submit(SHORT).get();
        case "drop" -> KEPT.clear();
        case "new" -> KEPT.add(constructNew());
        default -> throw new IllegalArgumentException(line);
      }
      System.gc();
      Told.say("DONE " + line + " " + said++);
    }
    Runtime.getRuntime().halt(0);
  }

  private static void leak() throws Exception {
    for (int i = 0; i < 380; i++) {
      ExecutorService pool = constructLeaked();
      KEPT.add(pool);
      pool.submit(SHORT).get();
    }
  }

  private static ExecutorService constructLeaked() {
    return Executors.newFixedThreadPool(1);
  }

  private static void many() {
    for (int i = 0; i < 3000; i++) {
      KEPT.add(constructUsed());
    }
  }

  // ---- states

  private static void states() throws Exception {
    for (int i = 0; i < 4; i++) {
      ExecutorService busy = constructBusy();
      KEPT.add(busy);
      occupy(busy, 2);
      busy.execute(SHORT);
      ExecutorService idle = constructIdle();
      KEPT.add(idle);
      idle.submit(SHORT).get();
      KEPT.add(constructUnused());
      ExecutorService ending = constructShutDown();
      KEPT.add(ending);
      occupy(ending, 1);
      ending.shutdown();
      ExecutorService ended = constructTerminated();
      KEPT.add(ended);
      ended.submit(SHORT).get();
      ended.shutdown();
      Told.check(ended.awaitTermination(30, TimeUnit.SECONDS), "a pool does not end");
      ForkJoinPool forkJoin = constructForkJoin();
      KEPT.add(forkJoin);
      occupy(forkJoin, 1);
      ForkJoinPool forkJoinEnded = constructForkJoinEnded();
      KEPT.add(forkJoinEnded);
      forkJoinEnded.submit(SHORT).get();
      forkJoinEnded.shutdown();
      Told.check(forkJoinEnded.awaitTermination(30, TimeUnit.SECONDS), "a pool does not end");
    }
    ExecutorService mixed = constructMixed();
    KEPT.add(mixed);
    mixed = constructMixed();
    KEPT.add(mixed);
    mixed.shutdown();
    ScheduledThreadPoolExecutor scheduled = constructScheduled();
    KEPT.add(scheduled);
    scheduled.schedule(SHORT, 1, TimeUnit.HOURS);
    scheduled.scheduleAtFixedRate(SHORT, 1, 1, TimeUnit.HOURS);
    ExecutorService wrapped = constructWrapped();
    KEPT.add(wrapped);
    occupy(wrapped, 3);
    wrapped.submit(SHORT).get();
  }

  private static ExecutorService constructBusy() {
    return Executors.newFixedThreadPool(2);
  }

  private static ExecutorService constructIdle() {
    return Executors.newFixedThreadPool(2);
  }

  private static ExecutorService constructUnused() {
    return Executors.newFixedThreadPool(2);
  }

  private static ExecutorService constructShutDown() {
    return Executors.newFixedThreadPool(1);
  }

  private static ExecutorService constructTerminated() {
    return Executors.newFixedThreadPool(1);
  }

  private static ExecutorService constructMixed() {
    return Executors.newFixedThreadPool(1);
  }

  private static ForkJoinPool constructForkJoin() {
    return new ForkJoinPool(2);
  }

  private static ForkJoinPool constructForkJoinEnded() {
    return new ForkJoinPool(2);
  }

  private static ScheduledThreadPoolExecutor constructScheduled() {
    return new ScheduledThreadPoolExecutor(2);
  }

  /** The worker is inside a task of the factory's: the thread does not lead to it. */
  private static ExecutorService constructWrapped() {
    return Executors.newCachedThreadPool(task -> new Thread(() -> task.run(), "wrapped-7"));
  }

  // ---- queues

  private static void queues() throws Exception {
    fill(constructLinked(new LinkedBlockingQueue<>()));
    fill(constructArray(new ArrayBlockingQueue<>(100)));
    fill(constructPriority(new PriorityBlockingQueue<>(8, (a, b) -> 0)));
    fill(constructDeque(new LinkedBlockingDeque<>()));
    fill(constructTransfer(new LinkedTransferQueue<>()));
    fill(constructOwn(new OwnQueue()));
  }

  private static void fill(ThreadPoolExecutor pool) throws Exception {
    KEPT.add(pool);
    occupy(pool, 1);
    for (int i = 0; i < 7; i++) {
      pool.execute(SHORT);
    }
  }

  private static ThreadPoolExecutor constructLinked(BlockingQueue<Runnable> queue) {
    return new ThreadPoolExecutor(1, 1, 1, TimeUnit.HOURS, queue);
  }

  private static ThreadPoolExecutor constructArray(BlockingQueue<Runnable> queue) {
    return new ThreadPoolExecutor(1, 1, 1, TimeUnit.HOURS, queue);
  }

  private static ThreadPoolExecutor constructPriority(BlockingQueue<Runnable> queue) {
    return new ThreadPoolExecutor(1, 1, 1, TimeUnit.HOURS, queue);
  }

  private static ThreadPoolExecutor constructDeque(BlockingQueue<Runnable> queue) {
    return new ThreadPoolExecutor(1, 1, 1, TimeUnit.HOURS, queue);
  }

  private static ThreadPoolExecutor constructTransfer(BlockingQueue<Runnable> queue) {
    return new ThreadPoolExecutor(1, 1, 1, TimeUnit.HOURS, queue);
  }

  private static ThreadPoolExecutor constructOwn(BlockingQueue<Runnable> queue) {
    return new ThreadPoolExecutor(1, 1, 1, TimeUnit.HOURS, queue);
  }

  /** A queue whose size is nobody's business. */
  private static final class OwnQueue extends AbstractQueue<Runnable>
      implements BlockingQueue<Runnable> {
    private final LinkedBlockingQueue<Runnable> inside = new LinkedBlockingQueue<>();

    @Override
    public int size() {
      return (int) called("OwnQueue.size");
    }

    @Override
    public Iterator<Runnable> iterator() {
      return inside.iterator();
    }

    @Override
    public boolean isEmpty() {
      return inside.isEmpty();
    }

    @Override
    public boolean offer(Runnable task) {
      return inside.offer(task);
    }

    @Override
    public boolean offer(Runnable task, long time, TimeUnit unit) {
      return inside.offer(task);
    }

    @Override
    public void put(Runnable task) {
      inside.add(task);
    }

    @Override
    public Runnable take() throws InterruptedException {
      return inside.take();
    }

    @Override
    public Runnable poll(long time, TimeUnit unit) throws InterruptedException {
      return inside.poll(time, unit);
    }

    @Override
    public Runnable poll() {
      return inside.poll();
    }

    @Override
    public Runnable peek() {
      return inside.peek();
    }

    @Override
    public int remainingCapacity() {
      return inside.remainingCapacity();
    }

    @Override
    public int drainTo(Collection<? super Runnable> to) {
      return inside.drainTo(to);
    }

    @Override
    public int drainTo(Collection<? super Runnable> to, int most) {
      return inside.drainTo(to, most);
    }
  }

  // ---- pools that must not be called, and one that holds its lock

  private static void hostile() throws Exception {
    Mine mine = constructHostile();
    KEPT.add(mine);
    occupy(mine, 1);
    MineForked forked = constructHostileForked();
    KEPT.add(forked);
    occupy(forked, 1);
    CountDownLatch held = new CountDownLatch(1);
    ThreadPoolExecutor blocked = constructBlocked(held);
    KEPT.add(blocked);
    blocked.submit(SHORT).get();
    new Thread(blocked::shutdown, "shuts down").start();
    held.await();
  }

  private static Mine constructHostile() {
    return new Mine();
  }

  private static MineForked constructHostileForked() {
    return new MineForked();
  }

  private static ThreadPoolExecutor constructBlocked(CountDownLatch held) {
    return new ThreadPoolExecutor(1, 1, 1, TimeUnit.HOURS, new LinkedBlockingQueue<>()) {
      @Override
      protected void terminated() {
        held.countDown();
        Told.parkForGood();
      }
    };
  }

  private static Object called(String what) {
    Told.say("CALLED " + what);
    throw new IllegalStateException(what + " was called");
  }

  /** Says so when it is called. */
  private static final class Mine extends ThreadPoolExecutor {
    Mine() {
      super(1, 1, 1, TimeUnit.HOURS, new LinkedBlockingQueue<>());
    }

    @Override
    public boolean isShutdown() {
      return (boolean) called("isShutdown");
    }

    @Override
    public boolean isTerminated() {
      return (boolean) called("isTerminated");
    }

    @Override
    public int getPoolSize() {
      return (int) called("getPoolSize");
    }

    @Override
    public int getActiveCount() {
      return (int) called("getActiveCount");
    }

    @Override
    public long getCompletedTaskCount() {
      return (long) called("getCompletedTaskCount");
    }

    @Override
    public BlockingQueue<Runnable> getQueue() {
      called("getQueue");
      return null;
    }

    @Override
    public String toString() {
      return (String) called("toString");
    }

    @Override
    public int hashCode() {
      return (int) called("hashCode");
    }

    @Override
    public boolean equals(Object other) {
      return (boolean) called("equals");
    }
  }

  /** The same with stealing. */
  private static final class MineForked extends ForkJoinPool {
    MineForked() {
      super(2);
    }

    @Override
    public boolean isShutdown() {
      return (boolean) called("isShutdown");
    }

    @Override
    public boolean isTerminated() {
      return (boolean) called("isTerminated");
    }

    @Override
    public int getPoolSize() {
      return (int) called("getPoolSize");
    }

    @Override
    public int getActiveThreadCount() {
      return (int) called("getActiveThreadCount");
    }

    @Override
    public long getQueuedTaskCount() {
      return (long) called("getQueuedTaskCount");
    }

    @Override
    public int getQueuedSubmissionCount() {
      return (int) called("getQueuedSubmissionCount");
    }

    @Override
    public long getStealCount() {
      return (long) called("getStealCount");
    }

    @Override
    public String toString() {
      return (String) called("toString");
    }
  }

  // ---- use, and the end

  private static ThreadPoolExecutor constructUsed() {
    return new ThreadPoolExecutor(1, 1, 1, TimeUnit.HOURS, new LinkedBlockingQueue<>());
  }

  private static void collect() {
    for (int i = 0; i < 200; i++) {
      KEPT.add(constructDropped());
    }
  }

  private static ThreadPoolExecutor constructDropped() {
    return new ThreadPoolExecutor(1, 1, 1, TimeUnit.HOURS, new LinkedBlockingQueue<>());
  }

  private static ThreadPoolExecutor constructNew() {
    return new ThreadPoolExecutor(1, 1, 1, TimeUnit.HOURS, new LinkedBlockingQueue<>());
  }

  private static void occupy(ExecutorService pool, int workers) throws InterruptedException {
    CountDownLatch running = new CountDownLatch(workers);
    for (int i = 0; i < workers; i++) {
      pool.execute(
          () -> {
            running.countDown();
            Told.parkForGood();
          });
    }
    running.await();
  }
}
