package io.github.threadleak.demo.scenario;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Answers for many ids at once: one worker an id, and whatever has come in by the deadline is the
 * answer.
 *
 * <p>The fix against {@link FanOut}: the parent does not return without cancelling the workers it
 * no longer waits for.
 */
public final class FanOutFixed implements Handler {
  private static final Duration DEADLINE = Duration.ofMillis(200);

  private final Upstream upstream;
  private final ThreadFactory workers;

  public FanOutFixed(Upstream upstream, ThreadFactory workers) {
    this.upstream = upstream;
    this.workers = workers;
  }

  /** Answers one line for each id that made it. */
  @Override
  public void handle(Context request) throws InterruptedException {
    List<String> ids = List.of(request.queryParamAsClass("ids", String.class).get().split(","));
    request.result(String.join("\n", gather(ids)));
  }

  List<String> gather(List<String> ids) throws InterruptedException {
    SynchronousQueue<String> results = new SynchronousQueue<>();
    List<Thread> started = new ArrayList<>();
    try {
      for (String id : ids) {
        Thread worker = workers.newThread(() -> ask(id, results));
        worker.start();
        started.add(worker);
      }
      long end = System.nanoTime() + DEADLINE.toNanos();
      List<String> gathered = new ArrayList<>();
      while (gathered.size() < ids.size()) {
        String result = results.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (result == null) {
          break;
        }
        gathered.add(result);
      }
      return gathered;
    } finally {
      started.forEach(Thread::interrupt);
    }
  }

  private void ask(String id, SynchronousQueue<String> results) {
    try {
      results.put(upstream.ask(id));
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
    }
  }
}
