import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * So many threads that are woken at random through strong references, and so many that nobody can
 * wake, all from one line and parked alike. It knows of every wake-up whether it has arrived.
 */
final class GcProofStress {
  private static final long PAUSE_NANOS = 400_000;
  private static final List<Semaphore> KEPT = new ArrayList<>();
  private static final AtomicLong TAKEN = new AtomicLong();
  private static final AtomicLong ENDED = new AtomicLong();
  private static volatile boolean waking = true;
  private static volatile boolean ending;
  private static long released;

  private GcProofStress() {}

  public static void main(String[] arguments) throws InterruptedException {
    int live = Integer.parseInt(arguments[0]);
    int leaked = Integer.parseInt(arguments[1]);
    int every = live / leaked + 1;
    for (int i = 0; i < live + leaked; i++) {
      boolean isLeaked = i % every == 0;
      Semaphore semaphore = new Semaphore(0);
      if (!isLeaked) {
        KEPT.add(semaphore);
      }
      Thread.ofVirtual().name(isLeaked ? "leaked" : "live").start(() -> serve(semaphore));
    }
    Thread waker = new Thread(GcProofStress::wake, "waker");
    waker.start();
    Told.say("KEPT " + KEPT.size() + " of " + (live + leaked));
    Told.say("READY");
    for (String line = Told.hear(); !"exit".equals(line); line = Told.hear()) {
      switch (line) {
        case "still" -> {
          waking = false;
          waker.join();
          Told.say("RELEASED " + released + " LOST " + missing(TAKEN, released));
        }
        case "end" -> {
          ending = true;
          KEPT.forEach(Semaphore::release);
          Told.say("LIVE " + KEPT.size() + " MISSING " + missing(ENDED, KEPT.size()));
        }
        default -> Told.say("UNEXPECTED " + line);
      }
    }
  }

  private static void serve(Semaphore semaphore) {
    while (!ending) {
      semaphore.acquireUninterruptibly();
      TAKEN.incrementAndGet();
    }
    ENDED.incrementAndGet();
  }

  private static void wake() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    while (waking) {
      KEPT.get(random.nextInt(KEPT.size())).release();
      released++;
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** What has not arrived after a good while. */
  private static long missing(AtomicLong arrived, long expected) throws InterruptedException {
    for (int i = 0; i < 600 && arrived.get() < expected; i++) {
      Thread.sleep(50);
    }
    return expected - arrived.get();
  }
}
