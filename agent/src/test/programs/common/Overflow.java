import java.util.concurrent.atomic.AtomicLong;

/** Starts threads where the stack has no room left, again and again; then where it has. */
public final class Overflow {
  private static final Runnable SHORT = () -> {};
  private static final AtomicLong OVERFLOWS = new AtomicLong();

  private Overflow() {}

  public static void main(String[] arguments) {
    // so that no class is first initialised, and broken for good, where the stack is short
    Thread first = new Thread(SHORT);
    first.start();
    Told.join(first);
    OVERFLOWS.incrementAndGet();
    for (int round = 0; round < 40; round++) {
      Thread diver = new Thread(null, Overflow::dives, "diver", 256 * 1024);
      diver.start();
      Told.join(diver);
    }
    Told.check(OVERFLOWS.get() > 100, "the stack has overflown only " + OVERFLOWS + " times");
    for (int i = 0; i < 100; i++) {
      startAfterwards();
    }
    Told.expect("platform", 0, "Overflow.dive(");
    Told.expect("platform", 100, "Overflow.startAfterwards(");
    Told.ready();
    Runtime.getRuntime().halt(0);
  }

  private static void dives() {
    for (int i = 0; i < 10; i++) {
      try {
        dive();
      } catch (StackOverflowError expected) {
        OVERFLOWS.incrementAndGet();
      } catch (Throwable other) {
        Told.say("UNEXPECTED " + other);
      }
    }
  }

  /** Each frame on the way up tries once more, with a little more room than the one below it. */
  private static void dive() {
    try {
      dive();
    } catch (StackOverflowError overflow) {
      OVERFLOWS.incrementAndGet();
      new Thread(SHORT).start();
    }
  }

  private static void startAfterwards() {
    new Thread(Told::parkForGood).start();
  }
}
