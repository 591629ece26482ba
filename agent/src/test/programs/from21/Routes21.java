import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;

/** The ways by which a thread comes to be that JDK 21 added: {@code Routes21 ROUTE}. */
public final class Routes21 {
  private static final List<Object> KEPT = new ArrayList<>();
  private static final Runnable SHORT = () -> {};

  private Routes21() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "builder" -> builders();
      case "threadPerTask" -> threadPerTask();
      case "virtualPerTask" -> virtualPerTask();
      case "virtualWorkers" -> virtualWorkers();
      case "secondVirtualStart" -> secondVirtualStarts();
      case "closedExecutor" -> closedExecutors();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    Told.ready();
    Runtime.getRuntime().halt(0);
  }

  private static void builders() {
    for (int i = 0; i < 3000; i++) {
      Told.join(startByBuilder(SHORT));
    }
    for (int i = 0; i < 300; i++) {
      startByBuilder(Told::parkForGood);
    }
    ThreadFactory factory = Thread.ofPlatform().daemon().name("built-", 0).factory();
    for (int i = 0; i < 100; i++) {
      startByBuilderFactory(factory);
    }
    Told.expect("platform", 300, "Routes21.startByBuilder(");
    Told.expect("platform", 100, "Routes21.startByBuilderFactory(");
  }

  private static Thread startByBuilder(Runnable task) {
    return Thread.ofPlatform().stackSize(128 * 1024).start(task);
  }

  private static void startByBuilderFactory(ThreadFactory factory) {
    factory.newThread(Told::parkForGood).start();
  }

  /** Each thread belongs to the place of its submit: the executor is one, the tasks are many. */
  private static void threadPerTask() throws Exception {
    ExecutorService executor = constructPlatformPerTask();
    KEPT.add(executor);
    for (int i = 0; i < 1000; i++) {
      submit(executor, SHORT);
    }
    for (int i = 0; i < 200; i++) {
      submitLeaked(executor);
    }
    try (ExecutorService closed = constructPlatformPerTask()) {
      for (int i = 0; i < 500; i++) {
        submit(closed, SHORT);
      }
    }
    Told.expect("platform", 0, "Routes21.submit(");
    Told.expect("platform", 200, "Routes21.submitLeaked(");
  }

  private static ExecutorService constructPlatformPerTask() {
    return Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory());
  }

  private static void virtualPerTask() throws Exception {
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    KEPT.add(executor);
    for (int i = 0; i < 10_000; i++) {
      submit(executor, SHORT);
      submitLeaked(executor);
    }
    try (ExecutorService closed = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 10_000; i++) {
        submit(closed, SHORT);
      }
    }
    Told.expect("virtual", 0, "Routes21.submit(");
    Told.expect("virtual", 10_000, "Routes21.submitLeaked(");
  }

  private static void submit(ExecutorService executor, Runnable task) throws Exception {
    executor.submit(task).get();
  }

  private static void submitLeaked(ExecutorService executor) {
    executor.submit(Told::parkForGood);
  }

  /** Pools whose workers are virtual threads: the place of the pool's construction, too. */
  private static void virtualWorkers() throws Exception {
    for (int i = 0; i < 50; i++) {
      ExecutorService pool = constructVirtualPool();
      KEPT.add(pool);
      occupy(pool, 4);
    }
    ForkJoinPool asynchronous = constructAsynchronous();
    KEPT.add(asynchronous);
    occupy(asynchronous, 3);
    Told.expect("virtual", 200, "Routes21.constructVirtualPool(");
    Told.expect("platform", 3, "Routes21.constructAsynchronous(");
  }

  private static ExecutorService constructVirtualPool() {
    return Executors.newFixedThreadPool(4, Thread.ofVirtual().factory());
  }

  private static ForkJoinPool constructAsynchronous() {
    return new ForkJoinPool(3, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true);
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

  private static void secondVirtualStarts() {
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      Thread thread = startVirtual(i % 3 == 0 ? Told::parkForGood : SHORT);
      for (int again = 0; again < 2; again++) {
        try {
          thread.start();
        } catch (IllegalThreadStateException expected) {
          refused++;
        }
        if (i % 3 != 0) {
          Told.join(thread);
        }
      }
    }
    Told.check(refused == 6000, refused + " of 6000 second starts were refused");
    Told.expect("virtual", 1000, "Routes21.startVirtual(");
    Told.expect("virtual", 0, "Routes21.secondVirtualStarts(");
  }

  private static Thread startVirtual(Runnable task) {
    return Thread.startVirtualThread(task);
  }

  private static void closedExecutors() {
    int rejections = 0;
    for (int i = 0; i < 200; i++) {
      ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
      ExecutorService platform = constructPlatformPerTask();
      ExecutorService hasty =
          Executors.newThreadPerTaskExecutor(
              task -> {
                Thread thread = new Thread(SHORT);
                thread.start();
                Told.join(thread);
                return thread;
              });
      virtual.close();
      platform.close();
      for (ExecutorService executor : List.of(virtual, platform)) {
        try {
          submitLeaked(executor);
        } catch (RejectedExecutionException expected) {
          rejections++;
        }
      }
      try {
        submitLeaked(hasty);
        Told.check(false, "a thread that had ended was started again");
      } catch (IllegalThreadStateException expected) {
        hasty.shutdownNow();
      }
    }
    Told.check(rejections == 400, rejections + " of 400 tasks were rejected");
    Told.expect("virtual", 0, "Routes21.");
    Told.expect("platform", 0, "Routes21.");
  }
}
