import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Virtual threads that park, unpark, block, start and end on all carriers at once: {@code BusyChurn
 * MILLIS}. Prints how many have ended, or hangs.
 */
public final class BusyChurn {
  private static final int ROOTS = 200;
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Object[] MONITORS = {new Object(), new Object(), new Object()};
  private static final BlockingQueue<Integer> QUEUE = new ArrayBlockingQueue<>(16);
  private static final SynchronousQueue<Integer> HANDOFF = new SynchronousQueue<>();
  private static final LongAdder ENDED = new LongAdder();
  private static volatile boolean stopped;

  private BusyChurn() {}

  public static void main(String[] arguments) {
    long millis = Long.parseLong(arguments[0]);
    List<Thread> roots = new ArrayList<>();
    for (int i = 0; i < ROOTS; i++) {
      roots.add(startRoot(i));
    }
    Thread platform = new Thread(BusyChurn::churnPlatform);
    platform.start();
    // Only the clock ends the churn: JDK 25 lets a queued virtual thread, and who waits for it,
    // starve meanwhile.
    try {
      Thread.sleep(millis);
    } catch (InterruptedException interrupted) {
      Told.say("UNEXPECTED " + interrupted);
    }
    stopped = true;
    Told.join(platform);
    roots.forEach(Told::join);
    Told.say("DONE " + ENDED.sum());
    Told.expect("virtual", 0, "BusyChurn.");
    Told.expect("platform", 0, "BusyChurn.");
    Told.ready();
  }

  private static Thread startRoot(int number) {
    return Thread.startVirtualThread(
        () -> {
          List<Thread> children = new ArrayList<>();
          while (!stopped) {
            children.add(startChild(number));
            if (children.size() == 8) {
              children.forEach(Told::join);
              children.clear();
            }
          }
          children.forEach(Told::join);
        });
  }

  private static Thread startChild(int number) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                work(number);
              } catch (InterruptedException interrupted) {
                Told.say("UNEXPECTED " + interrupted);
              }
              ENDED.increment();
            });
  }

  private static void churnPlatform() {
    List<Thread> started = new ArrayList<>();
    while (!stopped) {
      started.add(startPlatform());
      if (started.size() > 20) {
        Told.join(started.remove(0));
      }
    }
    started.forEach(Told::join);
  }

  private static Thread startPlatform() {
    Thread thread =
        new Thread(
            () -> {
              LOCK.lock();
              LOCK.unlock();
              startChild(3);
            });
    thread.start();
    return thread;
  }

  private static void work(int number) throws InterruptedException {
    switch (number % 7) {
      case 0 -> {
        LOCK.lock();
        try {
          Thread.yield();
        } finally {
          LOCK.unlock();
        }
      }
      case 1 -> QUEUE.offer(number, 1, TimeUnit.MILLISECONDS);
      case 2 -> QUEUE.poll(1, TimeUnit.MILLISECONDS);
      case 3 -> {
        synchronized (MONITORS[ThreadLocalRandom.current().nextInt(MONITORS.length)]) {
          Thread.onSpinWait();
        }
      }
      case 4 -> HANDOFF.offer(number, 1, TimeUnit.MILLISECONDS);
      case 5 -> HANDOFF.poll(1, TimeUnit.MILLISECONDS);
      default -> Thread.sleep(0, 100_000);
    }
  }
}
