import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that stay parked beside one that is woken fifty times a second, of the kind that the
 * first argument names. On the line {@code collect} it has the garbage collected.
 */
final class Parks {
  private static final int PARKED = 70;

  private Parks() {}

  public static void main(String[] arguments) throws Exception {
    Starter starter =
        arguments[0].equals("virtual")
            ? (Starter) Class.forName("VirtualStarter").getDeclaredConstructor().newInstance()
            : Parks::startPlatform;
    BlockingQueue<Integer> neverFilled = new LinkedBlockingQueue<>();
    for (int i = 0; i < PARKED; i++) {
      starter.start("parked-" + i, () -> takeForGood(neverFilled));
    }
    starter.start("alone", () -> takeForGood(new SynchronousQueue<>()));
    BlockingQueue<Integer> ticks = new LinkedBlockingQueue<>();
    starter.start("consumer", () -> takeForGood(ticks));
    Thread ticker =
        new Thread(
            () -> {
              for (int tick = 0; true; tick++) {
                ticks.add(tick);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
              }
            },
            "ticker");
    ticker.setDaemon(true);
    ticker.start();
    Told.say("READY");
    for (String line = Told.hear(); line != null && !line.equals("exit"); line = Told.hear()) {
      if (line.equals("collect")) {
        System.gc();
        Told.say("COLLECTED");
      }
    }
  }

  private static void startPlatform(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void takeForGood(BlockingQueue<Integer> queue) {
    try {
      while (true) {
        queue.take();
      }
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
