import java.lang.ref.ReferenceQueue;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Waiting for tasks, threads and references, and for the next task. */
final class TaskWays {
  private static final String J_U_C = "java.util.concurrent.";
  private static final String IDLE = "idle pool worker";
  private static final List<Object> KEPT = new ArrayList<>();

  private TaskWays() {}

  static List<Way> ways() {
    return List.of(
        future("FutureTask", "get", () -> new FutureTask<>(() -> 1).get()),
        future("FutureTask", "timed get", () -> new FutureTask<>(() -> 1).get(1, TimeUnit.HOURS)),
        future("FutureTask", "invokeAll", () -> busy().invokeAll(List.of(task()))),
        future(
            "FutureTask",
            "timed invokeAll",
            () -> busy().invokeAll(List.of(task()), 1, TimeUnit.HOURS)),
        future("LinkedBlockingQueue", "invokeAny", () -> busy().invokeAny(List.of(task()))),
        future("ForkJoinTask", "join", () -> ForkJoinTask.adapt(() -> {}).join()),
        future("ForkJoinTask", "get", () -> ForkJoinTask.adapt(() -> {}).get()),
        future(
            "ForkJoinTask", "timed get", () -> ForkJoinTask.adapt(() -> {}).get(1, TimeUnit.HOURS)),
        completable("get", () -> new CompletableFuture<>().get()),
        completable("timed get", () -> new CompletableFuture<>().get(1, TimeUnit.HOURS)),
        completable("join", () -> new CompletableFuture<>().join()),
        completable(
            "join of one with a timeout",
            () -> new CompletableFuture<>().orTimeout(1, TimeUnit.HOURS).join()),
        completable("join of all", () -> CompletableFuture.allOf(new CompletableFuture<>()).join()),
        Way.of("thread join", "join", "java.lang.Thread", () -> sleeper().join()),
        Way.of("thread join", "timed join", "java.lang.Thread", () -> sleeper().join(3_600_000)),
        Way.of(
            "executor termination",
            "ThreadPoolExecutor",
            J_U_C + "ThreadPoolExecutor",
            () -> busy().awaitTermination(1, TimeUnit.HOURS)),
        Way.of(
            "executor termination",
            "ForkJoinPool",
            J_U_C + "ForkJoinPool",
            () -> new ForkJoinPool(1).awaitTermination(1, TimeUnit.HOURS)),
        Way.of(
            "reference queue",
            "remove",
            "java.lang.ref.ReferenceQueue",
            () -> new ReferenceQueue<>().remove()),
        Way.of(
            "reference queue",
            "timed remove",
            "java.lang.ref.ReferenceQueue",
            () -> new ReferenceQueue<>().remove(3_600_000)),
        Way.found("reference queue", "Reference Handler", "", () -> {}),
        Way.found("reference queue", "Finalizer", "java.lang.ref.ReferenceQueue", () -> {}),
        Way.found("reference queue", "Common-Cleaner", "java.lang.ref.ReferenceQueue", () -> {}),
        idle("fixed pool", "LinkedBlockingQueue", f -> Executors.newFixedThreadPool(1, f)),
        idle("cached pool", "SynchronousQueue", TaskWays::cached),
        idle("pool whose core times out", "LinkedBlockingQueue", TaskWays::timingOut),
        idle(
            "scheduled pool",
            "ScheduledThreadPoolExecutor",
            f -> new ScheduledThreadPoolExecutor(1, f)),
        idle("scheduled pool with a task", "ScheduledThreadPoolExecutor", TaskWays::scheduled),
        Way.found(IDLE, "idle ForkJoinPool", J_U_C + "ForkJoinPool", TaskWays::forkJoinPool),
        Way.found(IDLE, "idle Timer", "java.util.TaskQueue", () -> timer("idle Timer", 0)),
        Way.found(
            IDLE,
            "Timer with a task",
            "java.util.TaskQueue",
            () -> timer("Timer with a task", 3_600_000)),
        Way.found(
            "park",
            "busy pool",
            "java.lang.Class",
            () -> inPool("busy pool", Executors.callable(Told::parkForGood))),
        Way.found(
            "queue take",
            "pool that waits",
            J_U_C + "LinkedBlockingQueue",
            () -> inPool("pool that waits", new LinkedBlockingQueue<>()::take)),
        Way.found(
            "future",
            "ForkJoinPool that waits",
            J_U_C + "FutureTask",
            TaskWays::forkJoinPoolThatWaits),
        Way.found(
            "completable future",
            "ForkJoinPool that helps",
            J_U_C + "CompletableFuture",
            TaskWays::forkJoinPoolThatHelps),
        Way.found("selector", "HttpClient-*", "", () -> KEPT.add(HttpClient.newHttpClient())),
        Way.found("file I/O", "main", "", () -> {}));
  }

  private static Way future(String type, String how, Way.Parking parking) {
    return Way.of("future", type + " " + how, J_U_C + type, parking);
  }

  private static Way completable(String how, Way.Parking parking) {
    return Way.of("completable future", how, J_U_C + "CompletableFuture", parking);
  }

  private interface PoolMaker {
    ExecutorService make(ThreadFactory factory);
  }

  private static Way idle(String pool, String shown, PoolMaker maker) {
    String name = "idle " + pool;
    return Way.found(
        IDLE,
        name,
        J_U_C + shown,
        () -> {
          ExecutorService executor = maker.make(named(name));
          KEPT.add(executor);
          executor.submit(() -> {}).get();
        });
  }

  private static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  private static ExecutorService cached(ThreadFactory factory) {
    return new ThreadPoolExecutor(0, 9, 1, TimeUnit.HOURS, new SynchronousQueue<>(), factory);
  }

  private static ExecutorService timingOut(ThreadFactory factory) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.HOURS, new LinkedBlockingQueue<>(), factory);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static ExecutorService scheduled(ThreadFactory factory) {
    ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(1, factory);
    pool.schedule(() -> {}, 1, TimeUnit.HOURS);
    return pool;
  }

  /** A pool whose only worker will never take another task. */
  private static ExecutorService busy() {
    ExecutorService pool = Executors.newFixedThreadPool(1, named("worker that sleeps"));
    pool.execute(TaskWays::sleep);
    return pool;
  }

  private static Callable<Integer> task() {
    return () -> 1;
  }

  private static void inPool(String name, Callable<?> task) {
    ExecutorService pool = Executors.newFixedThreadPool(1, named(name));
    KEPT.add(pool);
    pool.submit(task);
  }

  private static void forkJoinPool() throws Exception {
    ForkJoinPool pool = namedForkJoinPool("idle ForkJoinPool");
    pool.submit(() -> {}).get();
  }

  /** With nothing but the JDK's frames on the whole stack. */
  private static void forkJoinPoolThatWaits() {
    Callable<?> task = new FutureTask<>(() -> 1)::get;
    namedForkJoinPool("ForkJoinPool that waits").submit(task);
  }

  /** Joins a task, and so comes to run it. */
  private static void forkJoinPoolThatHelps() {
    Callable<?> task = new CompletableFuture<>()::join;
    namedForkJoinPool("ForkJoinPool that helps")
        .execute(() -> ForkJoinTask.adapt(task).fork().join());
  }

  private static ForkJoinPool namedForkJoinPool(String name) {
    AtomicBoolean named = new AtomicBoolean();
    ForkJoinPool.ForkJoinWorkerThreadFactory factory =
        pool -> {
          ForkJoinWorkerThread thread =
              ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
          // it may come to help, and take over where this one waits
          thread.setName(named.getAndSet(true) ? "another of " + name : name);
          return thread;
        };
    ForkJoinPool pool = new ForkJoinPool(1, factory, null, false, 0, 9, 1, null, 1, TimeUnit.HOURS);
    KEPT.add(pool);
    return pool;
  }

  private static void timer(String name, long delayMillis) {
    Timer timer = new Timer(name, true);
    KEPT.add(timer);
    if (delayMillis > 0) {
      timer.schedule(
          new TimerTask() {
            @Override
            public void run() {}
          },
          delayMillis);
    }
  }

  private static Thread sleeper() {
    Thread thread = new Thread(TaskWays::sleep, "sleeper");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void sleep() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
