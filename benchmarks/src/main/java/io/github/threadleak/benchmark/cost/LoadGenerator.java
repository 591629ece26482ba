package io.github.threadleak.benchmark.cost;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Loads an HTTP server, in a process of its own: {@code PORT PID PATH CONNECTIONS WARM-UP FULL
 * PACED RATE}, where WARM-UP, FULL and PACED are seconds and RATE is requests a second, 0 for no
 * paced part. Each keep-alive connection has a thread.
 *
 * <p>At full load a connection asks as soon as it was answered. Paced, every request has a time at
 * which it is due, whether or not the one before was answered, and its latency counts from then: a
 * stall shows in all requests that it delayed.
 */
final class LoadGenerator {
  private static final long NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_NANOS = 60 * NANOS;

  private final List<HttpConnection> connections;
  private final ProcessHandle server;

  private LoadGenerator(List<HttpConnection> connections, ProcessHandle server) {
    this.connections = connections;
    this.server = server;
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    List<HttpConnection> connections = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
      connections.add(new HttpConnection(Integer.parseInt(arguments[0]), arguments[2]));
    }
    ProcessHandle server = ProcessHandle.of(Long.parseLong(arguments[1])).orElseThrow();
    LoadGenerator load = new LoadGenerator(connections, server);
    load.full(Integer.parseInt(arguments[4]));

    int seconds = Integer.parseInt(arguments[5]);
    long cpu = load.serverCpuNanos();
    long answered = load.full(seconds);
    tell("throughput", answered / (double) seconds);
    tell("cpu", (load.serverCpuNanos() - cpu) / (double) answered);

    int rate = Integer.parseInt(arguments[7]);
    if (rate > 0) {
      load.paced(1, rate); // the change of pace is not what is asked
      Histogram latencies = load.paced(Integer.parseInt(arguments[6]), rate);
      tell("p50", (double) latencies.getValueAtPercentile(50));
      tell("p99", (double) latencies.getValueAtPercentile(99));
    }
    for (HttpConnection connection : connections) {
      connection.close();
    }
  }

  private long full(int seconds) throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + seconds * NANOS;
    List<Callable<Long>> clients = new ArrayList<>();
    for (HttpConnection connection : connections) {
      clients.add(
          () -> {
            long answered = 0;
            while (System.nanoTime() < end) {
              connection.exchange();
              answered++;
            }
            return answered;
          });
    }
    return all(clients).stream().mapToLong(Long::longValue).sum();
  }

  private Histogram paced(int seconds, int rate) throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    long end = start + seconds * NANOS;
    long interval = NANOS * connections.size() / rate;
    List<Callable<Histogram>> clients = new ArrayList<>();
    for (int i = 0; i < connections.size(); i++) {
      HttpConnection connection = connections.get(i);
      long first = start + interval * i / connections.size();
      clients.add(() -> onTime(connection, first, interval, end));
    }
    Histogram latencies = new Histogram(LONGEST_NANOS, 3);
    all(clients).forEach(latencies::add);
    return latencies;
  }

  private static Histogram onTime(HttpConnection connection, long first, long interval, long end)
      throws IOException {
    Histogram latencies = new Histogram(LONGEST_NANOS, 3);
    for (long due = first; due < end; due += interval) {
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      connection.exchange();
      latencies.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - due));
    }
    return latencies;
  }

  private static <T> List<T> all(List<Callable<T>> clients)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(clients.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(clients)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }

  private long serverCpuNanos() {
    return server.info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static void tell(String figure, double value) {
    System.out.println("figure " + figure + " " + value);
  }
}
