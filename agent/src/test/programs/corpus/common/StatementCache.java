package corpus;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One thread holds the table and waits until a statement is compiled, the other compiles it and
 * waits for the table. The wait has no owner, so this is no cycle of owners.
 *
 * <p>Source: DERBY-4279, "Statement cache deadlock".
 */
final class StatementCache {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(4, round -> new Statement().execute(run));
  }

  private static final class Statement {
    private final Lock table = new ReentrantLock();
    private final CountDownLatch locked = new CountDownLatch(1);
    private boolean compiled;

    void execute(Run run) {
      Thread transaction = run.threads.newThread(Run.task(() -> lockAndQuery(run)));
      transaction.start(); // leak: object wait, out of reach
      Thread compiler = run.threads.newThread(Run.task(() -> compile()));
      compiler.start(); // leak: lock, out of reach
    }

    private void lockAndQuery(Run run) throws InterruptedException {
      table.lock();
      locked.countDown();
      if (!run.leaking) {
        table.unlock();
      }
      synchronized (this) {
        while (!compiled) {
          wait();
        }
      }
    }

    private void compile() throws InterruptedException {
      locked.await();
      table.lock();
      synchronized (this) {
        compiled = true;
        notifyAll();
      }
      table.unlock();
    }
  }
}
