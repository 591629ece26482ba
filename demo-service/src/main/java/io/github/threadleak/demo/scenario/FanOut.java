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
 * <p>The parent returns at the deadline; every worker that is later than that waits in {@code put}
 * for ever.
 */
public final class FanOut implements Handler {
  private static final Duration DEADLINE = Duration.ofMillis(200);

  private final Upstream upstream;
  private final ThreadFactory workers;

  public FanOut(Upstream upstream, ThreadFactory workers) {
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
    for (String id : ids) {
      Thread worker = workers.newThread(() -> ask(id, results));
      worker.start();
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
  }

  private void ask(String id, SynchronousQueue<String> results) {
    try {
      results.put(upstream.ask(id));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
