import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A busy application to attach to: {@code AttachTarget PARKED}. Commands: {@code churn}, {@code
 * quiet}, {@code start N}, {@code count}, {@code exit}.
 */
public final class AttachTarget {
  private static final AtomicLong ALIVE = new AtomicLong();
  private static final List<Thread> SPAWNERS = new ArrayList<>();
  private static volatile boolean churning;

  private AttachTarget() {}

  public static void main(String[] arguments) {
    int parked = Integer.parseInt(arguments[0]);
    for (int i = 0; i < parked; i++) {
      startOld();
    }
    Told.say("READY");
    for (String line = Told.hear(); line != null; line = Told.hear()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "churn" -> {
          churning = true;
          for (int i = 0; i < 2; i++) {
            Thread spawner = new Thread(AttachTarget::churn, "spawner");
            SPAWNERS.add(spawner);
            spawner.start();
          }
          Told.say("CHURNING");
        }
        case "quiet" -> {
          churning = false;
          SPAWNERS.forEach(Told::join);
          SPAWNERS.clear();
          Told.say("QUIET");
        }
        case "start" -> {
          for (int i = 0; i < Integer.parseInt(words[1]); i++) {
            startNew();
          }
          Told.say("STARTED " + words[1]);
        }
        case "count" -> Told.say("ALIVE " + ALIVE.get());
        default -> Runtime.getRuntime().halt(0);
      }
    }
  }

  private static void churn() {
    List<Thread> started = new ArrayList<>();
    while (churning) {
      started.add(startShort());
      if (started.size() == 1000) {
        started.forEach(Told::join);
        started.clear();
      }
    }
    started.forEach(Told::join);
  }

  private static Thread startShort() {
    return Thread.startVirtualThread(() -> LockSupport.parkNanos(100_000));
  }

  private static void startOld() {
    Thread.startVirtualThread(Told::parkForGood);
    ALIVE.incrementAndGet();
  }

  private static void startNew() {
    Thread.startVirtualThread(Told::parkForGood);
    ALIVE.incrementAndGet();
  }
}
