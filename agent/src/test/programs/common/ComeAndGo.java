import java.util.concurrent.CountDownLatch;

/** Starts some threads; when told to, ends them and starts others. */
public final class ComeAndGo {
  private ComeAndGo() {}

  public static void main(String[] arguments) {
    CountDownLatch over = new CountDownLatch(1);
    Thread[] leaving = new Thread[5];
    for (int i = 0; i < leaving.length; i++) {
      leaving[i] = startLeaving(over);
    }
    Told.say("READY");
    if (!"go".equals(Told.hear())) {
      System.exit(0);
    }
    over.countDown();
    for (Thread thread : leaving) {
      Told.join(thread);
    }
    for (int i = 0; i < 8; i++) {
      startComing();
    }
    Told.say("GONE");
    Told.hear();
  }

  private static Thread startLeaving(CountDownLatch over) {
    Thread thread =
        new Thread(
            () -> {
              try {
                over.await();
              } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
              }
            });
    thread.start();
    return thread;
  }

  private static void startComing() {
    Thread thread = new Thread(Told::parkForGood);
    thread.setDaemon(true);
    thread.start();
  }
}
