package corpus;

import java.util.concurrent.ThreadFactory;

/** How a program runs: with its bug or with the fix, on platform or on virtual threads. */
final class Run {
  private static volatile byte[] lastResponse;

  final boolean leaking;

  /** Makes unstarted threads: whoever calls {@code start()} is the one who spawned. */
  final ThreadFactory threads;

  private Run(boolean leaking, ThreadFactory threads) {
    this.leaking = leaking;
    this.threads = threads;
  }

  static Run of(String[] arguments) {
    return new Run(
        arguments[0].equals("leaking"), arguments[1].equals("virtual") ? virtual() : Run::daemon);
  }

  /** Says that it starts, and then does the work so many times a second for good. */
  void repeat(int perSecond, Work work) throws Exception {
    System.out.println("READY");
    for (int round = 0; true; round++) {
      work.once(round);
      // A service allocates, so its young generation is collected every few seconds.
      for (int i = 0; i < 200 / perSecond; i++) {
        lastResponse = new byte[16 * 1024];
      }
      Thread.sleep(1000 / perSecond);
    }
  }

  /** A task that ends when it is interrupted, or when a request of its own fails. */
  static Runnable task(Step step) {
    return () -> {
      try {
        step.take();
      } catch (InterruptedException cancelled) {
        Thread.currentThread().interrupt();
      } catch (Exception failed) {
        // as a server logs it and goes on
      }
    };
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  }

  // By reflection, as this is compiled for 17 too. What comes out is a plain factory: no reflective
  // frame is on the stack when a thread is made or started.
  private static ThreadFactory virtual() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      return (ThreadFactory)
          Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("Thread.ofVirtual is part of Java 21", impossible);
    }
  }

  /** One request. */
  interface Work {
    void once(int round) throws Exception;
  }

  /** What a thread does. */
  interface Step {
    void take() throws Exception;
  }
}
