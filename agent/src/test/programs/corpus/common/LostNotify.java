package corpus;

/**
 * notify() runs before wait(), has no effect, and the waiter does not look at the state first.
 *
 * <p>Source: "losing a notify" in Farchi, Nir, Ur, "Concurrent bug patterns and how to test them"
 * (PADTAD 2003).
 */
final class LostNotify {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> new Mailbox().handle(run));
  }

  private static final class Mailbox {
    private boolean filled;

    void handle(Run run) {
      fill();
      Thread reader = run.threads.newThread(Run.task(() -> read(run)));
      reader.start(); // leak: object wait, out of reach
    }

    private synchronized void fill() {
      filled = true;
      notifyAll();
    }

    private synchronized void read(Run run) throws InterruptedException {
      while (run.leaking || !filled) {
        wait();
      }
    }
  }
}
