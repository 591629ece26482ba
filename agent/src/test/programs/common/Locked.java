import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Threads that wait for locks, of the kind that the first argument names: some for one lock with an
 * owner, two in each of a few deadlocks.
 */
final class Locked {
  private static final ReentrantLock HELD = new ReentrantLock();
  private static final Object MONITOR = new Object();

  private Locked() {}

  public static void main(String[] arguments) throws Exception {
    Starter starter =
        arguments[0].equals("virtual")
            ? (Starter) Class.forName("VirtualStarter").getDeclaredConstructor().newInstance()
            : Locked::startPlatform;
    boolean monitors = Boolean.parseBoolean(arguments[1]);
    CountDownLatch held = new CountDownLatch(1);
    starter.start(
        "holder",
        () -> {
          HELD.lock();
          held.countDown();
          parkForGood();
        });
    held.await();
    for (int i = 0; i < 90; i++) {
      starter.start("waiter-" + i, Locked::waitForHeld);
    }
    if (monitors) {
      CountDownLatch entered = new CountDownLatch(1);
      starter.start(
          "monitor-holder",
          () -> {
            synchronized (MONITOR) {
              entered.countDown();
              parkForGood();
            }
          });
      entered.await();
      for (int i = 0; i < 5; i++) {
        starter.start("monitor-waiter-" + i, Locked::enterMonitor);
      }
      deadlockOfMonitors(starter);
    }
    ReentrantLock first = new ReentrantLock();
    ReentrantReadWriteLock second = new ReentrantReadWriteLock();
    deadlock(starter, first, second.writeLock());
    Told.ready();
    Runtime.getRuntime().halt(0);
  }

  private static void startPlatform(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void waitForHeld() {
    HELD.lock();
  }

  private static void enterMonitor() {
    synchronized (MONITOR) {
      Told.say("UNEXPECTED entered");
    }
  }

  private static void deadlock(Starter starter, Lock one, Lock other) {
    CountDownLatch both = new CountDownLatch(2);
    starter.start("left", () -> lockBoth(one, other, both));
    starter.start("right", () -> lockBoth(other, one, both));
  }

  private static void lockBoth(Lock first, Lock second, CountDownLatch both) {
    first.lock();
    meet(both);
    second.lock();
  }

  private static void deadlockOfMonitors(Starter starter) {
    Object one = new Object();
    Object other = new StringBuilder();
    CountDownLatch both = new CountDownLatch(2);
    starter.start("monitor-left", () -> enterBoth(one, other, both));
    starter.start("monitor-right", () -> enterBoth(other, one, both));
  }

  private static void enterBoth(Object first, Object second, CountDownLatch both) {
    synchronized (first) {
      meet(both);
      synchronized (second) {
        Told.say("UNEXPECTED entered both");
      }
    }
  }

  private static void meet(CountDownLatch both) {
    both.countDown();
    try {
      both.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static void parkForGood() {
    while (true) {
      LockSupport.park();
    }
  }
}
