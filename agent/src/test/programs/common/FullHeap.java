import java.util.ArrayList;
import java.util.List;

/** Starts threads while the heap is full; then frees it and starts more. Meant for a small heap. */
public final class FullHeap {
  private static final Runnable SHORT = () -> {};

  private FullHeap() {}

  public static void main(String[] arguments) {
    Thread first = new Thread(SHORT);
    first.start();
    Told.join(first);
    Told.say("WAITING");
    Told.hear(); // until the agent answers: a class that cannot be initialised now never can
    int failures = 0;
    for (int round = 0; round < 3; round++) {
      failures += fill();
    }
    Told.check(failures > 0, "the heap was never full");
    for (int i = 0; i < 100; i++) {
      startAfterwards();
    }
    Told.expect("platform", 0, "FullHeap.startInFullHeap(");
    Told.expect("platform", 100, "FullHeap.startAfterwards(");
    Told.ready();
    Runtime.getRuntime().halt(0);
  }

  private static int fill() {
    List<byte[]> hoard = new ArrayList<>(100_000);
    List<Thread> started = new ArrayList<>(1_000);
    int failures = 0;
    try {
      for (int size = 1 << 20; size >= 16; size /= 4) {
        try {
          while (hoard.size() < 99_000) {
            hoard.add(new byte[size]);
          }
        } catch (OutOfMemoryError full) {
          failures++;
        }
        for (int i = 0; i < 20; i++) {
          try {
            Thread thread = startInFullHeap();
            started.add(thread);
          } catch (OutOfMemoryError full) {
            failures++;
          }
        }
      }
    } catch (Throwable other) {
      hoard.clear();
      Told.say("UNEXPECTED " + other);
    }
    hoard.clear();
    started.forEach(Told::join);
    return failures;
  }

  private static Thread startInFullHeap() {
    Thread thread = new Thread(SHORT);
    thread.start();
    return thread;
  }

  private static void startAfterwards() {
    new Thread(Told::parkForGood).start();
  }
}
