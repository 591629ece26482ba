import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;

/**
 * A million virtual threads from sixteen places, started in sixteen ways by four threads at once;
 * one of fifty parks for good, the others end.
 */
public final class VirtualChurn {
  private static final int SITES = 16;
  private static final int ONE_LEAKS_OF = 50;
  private static final Semaphore UNDER_WAY = new Semaphore(20_000);

  /** The lines of the sites whose method names are the compiler's. */
  private static final AtomicIntegerArray LINES = new AtomicIntegerArray(SITES);

  private static final ThreadFactory FACTORY = Thread.ofVirtual().name("made-", 0).factory();
  private static final ExecutorService EXECUTOR = Executors.newVirtualThreadPerTaskExecutor();
  private static final ExecutorService NAMING_EXECUTOR =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("task-", 0).factory());

  private VirtualChurn() {}

  public static void main(String[] arguments) throws Exception {
    int perSite = (arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000) / SITES;
    List<Consumer<Runnable>> sites = sites();
    List<Thread> spawners = new ArrayList<>();
    CountDownLatch ended = new CountDownLatch(SITES * (perSite - perSite / ONE_LEAKS_OF));
    Runnable shortTask =
        () -> {
          UNDER_WAY.release();
          ended.countDown();
        };
    for (int spawner = 0; spawner < 4; spawner++) {
      int first = spawner * 4;
      spawners.add(
          new Thread(
              () -> {
                for (int i = 1; i <= perSite; i++) {
                  for (int site = first; site < first + 4; site++) {
                    if (i % ONE_LEAKS_OF == 0) {
                      sites.get(site).accept(Told::parkForGood);
                    } else {
                      UNDER_WAY.acquireUninterruptibly();
                      sites.get(site).accept(shortTask);
                    }
                  }
                }
              }));
    }
    spawners.forEach(Thread::start);
    spawners.forEach(Told::join);
    ended.await();
    for (int site = 0; site < SITES; site++) {
      Told.expect("virtual", perSite / ONE_LEAKS_OF, culprit(site));
    }
    Told.say("STARTED " + (long) SITES * perSite + " and the nesting ones");
    Told.ready();
    Runtime.getRuntime().halt(0);
  }

  private static String culprit(int site) {
    return switch (site) {
      case 11, 12 -> "Nest.site" + site + "(";
      case 13, 14 -> "(VirtualChurn.java:" + LINES.get(site) + ")";
      case 15 -> "Subclassed.site15(";
      default -> String.format("VirtualChurn.site%02d(", site);
    };
  }

  private static List<Consumer<Runnable>> sites() {
    return List.of(
        VirtualChurn::site00,
        VirtualChurn::site01,
        VirtualChurn::site02,
        VirtualChurn::site03,
        VirtualChurn::site04,
        VirtualChurn::site05,
        VirtualChurn::site06,
        VirtualChurn::site07,
        VirtualChurn::site08,
        VirtualChurn::site09,
        VirtualChurn::site10,
        VirtualChurn::site11,
        VirtualChurn::site12,
        // a lambda's frame carries the compiler's name, so this one goes by its line
        task -> {
          LINES.lazySet(13, Told.line() + 1);
          Thread.startVirtualThread(task);
        },
        new Consumer<>() {
          @Override
          public void accept(Runnable task) {
            LINES.lazySet(14, Told.line() + 1);
            Thread.ofVirtual().start(task);
          }
        },
        VirtualChurn::site15);
  }

  private static void site00(Runnable task) {
    Thread.startVirtualThread(task);
  }

  private static void site01(Runnable task) {
    Thread.ofVirtual().start(task);
  }

  private static void site02(Runnable task) {
    Thread.ofVirtual().name("named").start(task);
  }

  private static void site03(Runnable task) {
    Thread thread = Thread.ofVirtual().unstarted(task);
    thread.start();
  }

  private static void site04(Runnable task) {
    FACTORY.newThread(task).start();
  }

  private static void site05(Runnable task) {
    EXECUTOR.submit(task);
  }

  private static void site06(Runnable task) {
    EXECUTOR.execute(task);
  }

  private static void site07(Runnable task) {
    Callable<String> callable =
        () -> {
          task.run();
          return "";
        };
    EXECUTOR.submit(callable);
  }

  private static void site08(Runnable task) {
    NAMING_EXECUTOR.submit(task);
  }

  private static void site09(Runnable task) {
    Thread.ofVirtual().inheritInheritableThreadLocals(false).start(task);
  }

  private static void site10(Runnable task) {
    site10(task, 40);
  }

  /** The same place at the end of a deep stack. */
  private static void site10(Runnable task, int depth) {
    if (depth > 0) {
      site10(task, depth - 1);
      return;
    }
    Thread.startVirtualThread(task);
  }

  /** Started by a virtual thread, which ends. */
  private static void site11(Runnable task) {
    Thread.startVirtualThread(() -> nested(task));
  }

  private static void nested(Runnable task) {
    Nest.site11(task);
  }

  /** Started by a virtual thread that another one started. */
  private static void site12(Runnable task) {
    Thread.startVirtualThread(() -> Thread.startVirtualThread(() -> Nest.site12(task)));
  }

  private static void site15(Runnable task) {
    new Subclassed(task).begin();
  }

  /** Where the nested threads are started; the name of a site's method is unique by its class. */
  private static final class Nest {
    static void site11(Runnable task) {
      Thread.startVirtualThread(task);
    }

    static void site12(Runnable task) {
      Thread.ofVirtual().start(task);
    }
  }

  /** A task that starts its own thread. */
  private record Subclassed(Runnable task) implements Runnable {
    void begin() {
      site15();
    }

    private void site15() {
      Thread.ofVirtual().start(this);
    }

    @Override
    public void run() {
      task.run();
    }
  }
}
