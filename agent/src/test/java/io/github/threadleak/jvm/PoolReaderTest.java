package io.github.threadleak.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PoolReaderTest {
  private final CountDownLatch over = new CountDownLatch(1);

  /** Only this package: with java.lang open, the other tests of this JVM would take other paths. */
  @BeforeAll
  static void openTheJdk() {
    ByteBuddyAgent.install()
        .redefineModule(
            Object.class.getModule(),
            Set.of(),
            Map.of(),
            Map.of("java.util.concurrent", Set.of(PoolReader.class.getModule())),
            Set.of(),
            Map.of());
  }

  @AfterEach
  void letGo() {
    over.countDown();
  }

  @Test
  void readsAThreadPool() throws Exception {
    ThreadPoolExecutor pool = pool(2, new LinkedBlockingQueue<>());
    assertThat(PoolReader.read(pool))
        .isEqualTo(new PoolState(PoolKind.THREAD_POOL, PoolState.Run.RUNNING, 0, 0, 0, 0));

    occupy(pool);
    occupy(pool);
    pool.execute(() -> {});
    assertThat(PoolReader.read(pool))
        .isEqualTo(new PoolState(PoolKind.THREAD_POOL, PoolState.Run.RUNNING, 2, 2, 1, 0));

    pool.shutdown();
    assertThat(PoolReader.read(pool).run()).isEqualTo(PoolState.Run.SHUTDOWN);

    over.countDown();
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    // Waits for the lock, which the last worker may hold a moment longer.
    assertThat(pool.getCompletedTaskCount()).isEqualTo(3);
    assertThat(PoolReader.read(pool))
        .isEqualTo(new PoolState(PoolKind.THREAD_POOL, PoolState.Run.TERMINATED, 0, 0, 0, 3));
  }

  /** An application can hold it for ever, in terminated(). */
  @Test
  @Timeout(30)
  void doesNotWaitForThePoolsLock() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.HOURS, new LinkedBlockingQueue<>()) {
          @Override
          protected void terminated() {
            held.countDown();
            await(over);
          }
        };
    Thread ender = new Thread(pool::shutdown);
    ender.start();
    held.await();

    PoolState state = PoolReader.read(pool);

    assertThat(state.run()).isEqualTo(PoolState.Run.SHUTDOWN);
    assertThat(state.completed()).isEqualTo(PoolState.UNKNOWN);
    assertThat(PoolReader.threadNames(pool, 4)).isEmpty();
    over.countDown();
    ender.join();
  }

  @Test
  void leavesThePoolsLockFree() throws Exception {
    ThreadPoolExecutor pool = pool(1, new SynchronousQueue<>());
    occupy(pool);
    PoolReader.read(pool);
    PoolReader.threadNames(pool, 4);
    Thread other = new Thread(pool::getActiveCount); // takes it
    other.start();
    other.join(30_000);

    assertThat(other.isAlive()).isFalse();
  }

  @Test
  void readsAScheduledPool() {
    ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(1);
    pool.schedule(() -> {}, 1, TimeUnit.HOURS);

    // a worker counts as active until its thread has begun, to the JDK as well
    PoolState state = PoolReader.read(pool);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (state.active() != 0 && System.nanoTime() < deadline) {
      state = PoolReader.read(pool);
    }

    assertThat(state.kind()).isEqualTo(PoolKind.SCHEDULED);
    assertThat(state.queued()).isEqualTo(1);
    assertThat(state.active()).isZero();
    pool.shutdownNow();
    assertThat(PoolReader.runOf(pool)).isNotEqualTo(PoolState.Run.RUNNING);
  }

  @Test
  void readsAForkJoinPool() throws Exception {
    ForkJoinPool pool = new ForkJoinPool(1);
    assertThat(PoolReader.read(pool))
        .isEqualTo(new PoolState(PoolKind.FORK_JOIN, PoolState.Run.RUNNING, 0, 0, 0, 0));
    CountDownLatch running = new CountDownLatch(1);
    pool.execute(
        () -> {
          running.countDown();
          await(over);
        });
    running.await();
    pool.execute(() -> {});

    PoolState state = PoolReader.read(pool);
    assertThat(state.active()).isEqualTo(1);
    assertThat(state.queued()).isEqualTo(1);
    assertThat(PoolReader.threadNames(pool, 4)).hasSize(1);

    pool.shutdown();
    assertThat(PoolReader.read(pool).run()).isEqualTo(PoolState.Run.SHUTDOWN);
    over.countDown();
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(PoolReader.read(pool).run()).isEqualTo(PoolState.Run.TERMINATED);
    assertThat(PoolReader.read(pool).completed()).isEqualTo(2);
  }

  @Test
  void tellsTheCommonPoolFromOthers() {
    assertThat(PoolReader.isCommonPool(ForkJoinPool.commonPool())).isTrue();
    ForkJoinPool other = new ForkJoinPool(1);
    assertThat(PoolReader.isCommonPool(other)).isFalse();
    other.shutdown();
  }

  @Test
  void findsThePoolOfAForkJoinWorker() throws Exception {
    ForkJoinPool pool = new ForkJoinPool(1);
    Thread worker = pool.submit(Thread::currentThread).get();

    assertThat(PoolReader.executorOf(worker)).isSameAs(pool);
    pool.shutdown();
  }

  /** As on a JDK without the fields: java.lang is closed here. */
  @Test
  void saysNothingWhereAFieldCannotBeRead() {
    assertThat(PoolReader.executorOf(Thread.currentThread())).isNull();
    assertThat(PoolReader.containerOf(Thread.currentThread())).isNull();
  }

  @Test
  void knowsNothingOfOtherObjects() {
    assertThat(PoolReader.read(new Object())).isNull();
    assertThat(PoolReader.kindOf(new Object())).isNull();
    assertThat(PoolReader.runOf(new Object())).isEqualTo(PoolState.Run.UNKNOWN);
  }

  private static ThreadPoolExecutor pool(int threads, BlockingQueue<Runnable> queue) {
    return new ThreadPoolExecutor(threads, threads, 1, TimeUnit.HOURS, queue);
  }

  private void occupy(ThreadPoolExecutor pool) throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    pool.execute(
        () -> {
          running.countDown();
          await(over);
        });
    running.await();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stray) {
      throw new IllegalStateException(stray);
    }
  }
}
