import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The ways to wait that JDK 21 added. */
final class Ways21 {
  private static final String J_U_C = "java.util.concurrent.";

  private Ways21() {}

  static List<Way> ways() {
    return List.of(
        Way.found("running", "carrier", "java.lang.VirtualThread", Ways21::nameACarrier),
        Way.of("park", "holding a monitor", Ways21::parkHoldingMonitor),
        Way.of("timed park", "holding a monitor", Ways21::parkNanosHoldingMonitor),
        Way.of(
            "thread join", "join of a virtual thread", "java.lang.VirtualThread", Ways21::joinOne),
        Way.of(
            "thread join",
            "timed join of a virtual thread",
            "java.lang.VirtualThread",
            () -> sleeper().join(Duration.ofHours(1))),
        Way.of("sleep", "of a duration", () -> Thread.sleep(Duration.ofHours(1))),
        Way.of(
            "executor termination",
            "close of a ThreadPoolExecutor",
            J_U_C + "ThreadPoolExecutor",
            () -> busy(Executors.newFixedThreadPool(1, Ways21::daemon)).close()),
        Way.of(
            "executor termination",
            "close of a ForkJoinPool",
            J_U_C + "ForkJoinPool",
            () -> busy(new ForkJoinPool(1)).close()),
        Way.of(
            "executor termination",
            "of a thread-per-task executor",
            J_U_C + "ThreadPerTaskExecutor",
            () -> perTask().awaitTermination(1, TimeUnit.HOURS)),
        Way.of(
            "executor termination",
            "close of a thread-per-task executor",
            J_U_C + "ThreadPerTaskExecutor",
            () -> perTask().close()),
        Way.of(
            "future",
            "of a thread-per-task executor",
            J_U_C + "FutureTask",
            () -> perTask().submit(Ways21::sleep).get()));
  }

  /** Must come before other virtual threads, so that only one carrier carries one. */
  private static void nameACarrier() throws Exception {
    File pipe = Held.pipeFile();
    Thread.ofVirtual().name("opener").start(() -> open(pipe));
    while (true) {
      for (Map.Entry<Thread, StackTraceElement[]> thread : Thread.getAllStackTraces().entrySet()) {
        StackTraceElement[] stack = thread.getValue();
        if (stack.length > 0 && stack[0].getClassName().equals("jdk.internal.vm.Continuation")) {
          thread.getKey().setName("carrier");
          return;
        }
      }
      Thread.onSpinWait();
    }
  }

  private static void open(File pipe) {
    try (FileInputStream file = new FileInputStream(pipe)) {
      Told.check(false, "somebody writes to " + file);
    } catch (IOException unreadable) {
      Told.check(false, unreadable.toString());
    }
  }

  private static void parkHoldingMonitor() {
    synchronized (new Ways21()) {
      LockSupport.park();
    }
  }

  private static void parkNanosHoldingMonitor() {
    synchronized (new Ways21()) {
      LockSupport.parkNanos(Long.MAX_VALUE);
    }
  }

  private static Thread sleeper() {
    return Thread.ofVirtual().name("sleeper").start(Ways21::sleep);
  }

  private static void joinOne() throws InterruptedException {
    sleeper().join();
  }

  private static ExecutorService perTask() {
    return busy(Executors.newVirtualThreadPerTaskExecutor());
  }

  private static ExecutorService busy(ExecutorService pool) {
    pool.execute(Ways21::sleep);
    return pool;
  }

  private static Thread daemon(Runnable task) {
    return Thread.ofPlatform().daemon().name("worker that sleeps").unstarted(task);
  }

  private static void sleep() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
