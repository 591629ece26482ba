package io.github.threadleak.demo.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

/** Real workers, all of which the test can look at afterwards. */
final class RecordedWorkers implements ThreadFactory {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ThreadFactory workers = Workers.named("test");
  private final List<Thread> made = new CopyOnWriteArrayList<>();

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = workers.newThread(task);
    made.add(thread);
    return thread;
  }

  int size() {
    return made.size();
  }

  /** Waits until exactly so many workers are alive, each of them parked below the given method. */
  void awaitParked(int count, Class<?> type, String method) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      List<Thread> alive = made.stream().filter(Thread::isAlive).toList();
      if (alive.size() == count && alive.stream().allMatch(at(type, method)::test)) {
        return;
      }
      if (System.nanoTime() - end >= 0) {
        fail("expected %s in %s, alive are %s", count, method, alive);
      }
      Thread.sleep(10);
    }
  }

  /** Waits until no worker is left. */
  void awaitEnd() throws InterruptedException {
    for (Thread thread : made) {
      thread.join(PATIENCE.toMillis());
      assertThat(thread.isAlive()).as(thread.getName() + " is alive").isFalse();
    }
  }

  void interrupt() {
    made.forEach(Thread::interrupt);
  }

  private static java.util.function.Predicate<Thread> at(Class<?> type, String method) {
    return thread ->
        (thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING)
            && Arrays.stream(thread.getStackTrace())
                .anyMatch(
                    frame ->
                        frame.getClassName().equals(type.getName())
                            && frame.getMethodName().equals(method));
  }
}
