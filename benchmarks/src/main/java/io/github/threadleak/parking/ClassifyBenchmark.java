package io.github.threadleak.parking;

import io.github.threadleak.site.Frame;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a thread is parked on, by the stack of one that waits at a queue. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClassifyBenchmark {
  private final LinkedBlockingQueue<Integer> neverFilled = new LinkedBlockingQueue<>();
  private final Thread taker = new Thread(this::take);
  private String blocker = "";
  private List<Frame> stack = List.of();

  private void take() {
    try {
      neverFilled.take();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @Setup
  public void park() {
    taker.start();
    Object parkedOn = LockSupport.getBlocker(taker);
    while (parkedOn == null || taker.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
      parkedOn = LockSupport.getBlocker(taker);
    }
    blocker = parkedOn.getClass().getName();
    stack = Stream.of(taker.getStackTrace()).map(Frame::of).toList();
  }

  @TearDown
  public void release() {
    taker.interrupt();
  }

  @Benchmark
  public Classification classify() {
    return Classifier.classify(Thread.State.WAITING, blocker, stack);
  }
}
