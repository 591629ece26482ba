import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The ways by which a platform thread comes to be, on every JDK: {@code Routes ROUTE}. What is
 * alive at the end is announced; what has ended has been joined.
 */
public final class Routes {
  private static final List<Object> KEPT = new ArrayList<>();
  private static final Runnable SHORT = () -> {};

  private Routes() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "thread" -> threads();
      case "subclass" -> subclasses();
      case "factory" -> factories();
      case "inheritable" -> inheritables();
      case "pool" -> pools();
      case "scheduled" -> scheduled();
      case "forkJoin" -> forkJoin();
      case "commonPool" -> commonPool();
      case "timer" -> timers();
      case "httpClient" -> httpClients();
      case "secondStart" -> secondStarts();
      case "rejected" -> rejected();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    Told.ready();
    Runtime.getRuntime().halt(0);
  }

  // ---- threads

  private static void threads() {
    List<Thread> ending = new ArrayList<>();
    for (int i = 0; i < 9000; i++) {
      endingThread(ending);
      joinAbove(ending, 200);
    }
    joinAbove(ending, 0);
    for (int i = 0; i < 500; i++) {
      leakedThread();
    }
    Told.expect("platform", 0, "Routes.endingThread(");
    Told.expect("platform", 500, "Routes.leakedThread(Routes.java:");
  }

  private static void endingThread(List<Thread> ending) {
    Thread thread = new Thread(SHORT, "ending");
    thread.start();
    ending.add(thread);
  }

  private static void leakedThread() {
    new Thread(Told::parkForGood, "leaked").start();
  }

  private static void subclasses() {
    List<Thread> ending = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      Sub thread = new Sub(false);
      thread.begin();
      ending.add(thread);
      joinAbove(ending, 200);
    }
    joinAbove(ending, 0);
    for (int i = 0; i < 300; i++) {
      new Sub(true).begin();
    }
    Told.expect("platform", 300, "Sub.start(");
  }

  /** Starts itself, and overrides what a subclass may. */
  private static final class Sub extends Thread {
    private final boolean leaks;

    Sub(boolean leaks) {
      this.leaks = leaks;
    }

    void begin() {
      start();
    }

    @Override
    public synchronized void start() {
      super.start();
    }

    @Override
    public void run() {
      if (leaks) {
        Told.parkForGood();
      }
    }
  }

  private static void factories() {
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task, "made");
          thread.setDaemon(true);
          return thread;
        };
    List<Thread> ending = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      ending.add(startFromFactory(factory, SHORT));
      joinAbove(ending, 200);
    }
    joinAbove(ending, 0);
    for (int i = 0; i < 200; i++) {
      startFromFactory(factory, Told::parkForGood);
    }
    Told.expect("platform", 200, "Routes.startFromFactory(");
  }

  private static Thread startFromFactory(ThreadFactory factory, Runnable task) {
    Thread thread = factory.newThread(task);
    thread.start();
    return thread;
  }

  private static void inheritables() {
    AtomicInteger children = new AtomicInteger();
    InheritableThreadLocal<String> inherited =
        new InheritableThreadLocal<>() {
          @Override
          protected String childValue(String parent) {
            children.incrementAndGet();
            return parent + "'";
          }
        };
    inherited.set("main");
    AtomicInteger right = new AtomicInteger();
    List<Thread> ending = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      Thread thread =
          new Thread(
              () -> {
                if ("main'".equals(inherited.get())) {
                  right.incrementAndGet();
                }
              });
      thread.start();
      ending.add(thread);
      joinAbove(ending, 200);
    }
    joinAbove(ending, 0);
    Told.check(right.get() == 2000, right + " of 2000 threads inherited the value");
    Told.check(children.get() == 2000, children + " calls of childValue for 2000 threads");
    for (int i = 0; i < 100; i++) {
      inheritor();
    }
    Told.expect("platform", 100, "Routes.inheritor(");
  }

  private static void inheritor() {
    new Thread(Told::parkForGood).start();
  }

  // ---- pools: their workers belong to the place of construction

  private static void pools() throws Exception {
    List<ThreadPoolExecutor> abandoned = new ArrayList<>();
    List<ThreadPoolExecutor> closed = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      boolean close = i % 2 == 0;
      ThreadPoolExecutor pool = close ? constructClosedPool() : constructAbandonedPool();
      submitToPool(pool);
      if (close) {
        pool.shutdown();
        closed.add(pool);
      } else {
        abandoned.add(pool);
      }
    }
    for (ThreadPoolExecutor pool : closed) {
      Told.check(pool.awaitTermination(30, TimeUnit.SECONDS), "a pool does not end");
    }
    KEPT.add(abandoned);
    Told.expect("platform", 1000, "Routes.constructAbandonedPool(");
    Told.expect("platform", 0, "Routes.constructClosedPool(");
    Told.expect("platform", 0, "Routes.submitToPool(");
  }

  private static ThreadPoolExecutor constructAbandonedPool() {
    return new ThreadPoolExecutor(2, 2, 1, TimeUnit.HOURS, new LinkedBlockingQueue<>());
  }

  private static ThreadPoolExecutor constructClosedPool() {
    return new ThreadPoolExecutor(2, 2, 1, TimeUnit.HOURS, new LinkedBlockingQueue<>());
  }

  private static void submitToPool(ExecutorService pool) {
    pool.execute(SHORT);
    pool.execute(SHORT);
  }

  private static void scheduled() throws Exception {
    CountDownLatch ran = new CountDownLatch(300);
    for (int i = 0; i < 100; i++) {
      ScheduledThreadPoolExecutor pool = constructScheduled();
      KEPT.add(pool);
      scheduleOn(pool, ran);
    }
    ran.await();
    Told.expect("platform", 300, "Routes.constructScheduled(");
    Told.expect("platform", 0, "Routes.scheduleOn(");
  }

  private static ScheduledThreadPoolExecutor constructScheduled() {
    return new ScheduledThreadPoolExecutor(3);
  }

  private static void scheduleOn(ScheduledThreadPoolExecutor pool, CountDownLatch ran) {
    for (int i = 0; i < 3; i++) {
      pool.schedule(ran::countDown, 1, TimeUnit.MILLISECONDS);
    }
  }

  private static void forkJoin() throws Exception {
    for (int i = 0; i < 20; i++) {
      ForkJoinPool pool = constructForkJoin();
      KEPT.add(pool);
      occupy(pool, 4);
    }
    Told.expect("platform", 80, "Routes.constructForkJoin(");
    Told.expect("platform", 0, "Routes.occupy(");
  }

  private static ForkJoinPool constructForkJoin() {
    return new ForkJoinPool(4);
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

  private static void commonPool() {
    List<CompletableFuture<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      tasks.add(CompletableFuture.runAsync(SHORT));
    }
    CompletableFuture.allOf(tasks.toArray(CompletableFuture[]::new)).join();
    long sum = IntStream.range(0, 1_000_000).parallel().asLongStream().sum();
    Told.check(sum == 499_999_500_000L, "a parallel stream sums to " + sum);
  }

  // ---- the JDK's own

  private static void timers() throws Exception {
    CountDownLatch ran = new CountDownLatch(100);
    for (int i = 0; i < 200; i++) {
      Timer timer = constructTimer();
      if (i % 2 == 0) {
        KEPT.add(timer);
        timer.schedule(
            new TimerTask() {
              @Override
              public void run() {
                ran.countDown();
              }
            },
            1);
      } else {
        timer.cancel();
      }
    }
    ran.await();
    Told.expect("platform", 100, "Routes.constructTimer(");
  }

  private static Timer constructTimer() {
    return new Timer();
  }

  private static void httpClients() {
    for (int i = 0; i < 50; i++) {
      KEPT.add(buildClient());
    }
    Told.expect("platform", 50, "Routes.buildClient(");
  }

  private static HttpClient buildClient() {
    return HttpClient.newHttpClient();
  }

  // ---- what fails

  private static void secondStarts() {
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      Thread thread = startTwice(i % 3 == 0 ? Told::parkForGood : SHORT);
      if (i % 3 != 0) {
        Told.join(thread);
      }
      try {
        thread.start();
      } catch (IllegalThreadStateException expected) {
        refused++;
      }
    }
    Told.check(refused == 300, refused + " of 300 second starts were refused");
    Told.expect("platform", 100, "Routes.startTwice(");
    Told.expect("platform", 0, "Routes.secondStarts(");
  }

  private static Thread startTwice(Runnable task) {
    Thread thread = new Thread(task);
    thread.start();
    try {
      thread.start();
      Told.check(false, "a second start was allowed");
    } catch (IllegalThreadStateException expected) {
      return thread;
    }
    return thread;
  }

  private static void rejected() throws Exception {
    int rejections = 0;
    for (int i = 0; i < 100; i++) {
      ThreadPoolExecutor pool = constructClosedPool();
      pool.shutdown();
      try {
        pool.execute(SHORT);
      } catch (RejectedExecutionException expected) {
        rejections++;
      }
      // a factory that makes nothing, and one whose thread is already under way
      ThreadPoolExecutor barren =
          new ThreadPoolExecutor(
              1, 1, 1, TimeUnit.HOURS, new LinkedBlockingQueue<>(), task -> null);
      barren.execute(SHORT);
      barren.shutdownNow();
      ThreadPoolExecutor hasty =
          new ThreadPoolExecutor(
              1,
              1,
              1,
              TimeUnit.HOURS,
              new LinkedBlockingQueue<>(),
              task -> {
                Thread thread = new Thread(SHORT);
                thread.start();
                Told.join(thread);
                return thread;
              });
      try {
        hasty.execute(SHORT);
        Told.check(false, "a thread that had ended was started again");
      } catch (IllegalThreadStateException expected) {
        hasty.shutdownNow();
      }
    }
    Told.check(rejections == 100, rejections + " of 100 tasks were rejected");
    Told.expect("platform", 0, "Routes.");
  }

  private static void joinAbove(List<Thread> threads, int most) {
    while (threads.size() > most) {
      Told.join(threads.remove(threads.size() - 1));
    }
  }
}
