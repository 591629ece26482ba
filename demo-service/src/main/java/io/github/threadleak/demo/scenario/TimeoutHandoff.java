package io.github.threadleak.demo.scenario;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Quotes a price within a deadline: a worker asks upstream and hands the answer to the waiting
 * caller.
 *
 * <p>A caller who has given up takes nothing any more, and its worker waits in {@code put} for
 * ever.
 */
public final class TimeoutHandoff implements Handler {
  private static final Duration DEADLINE = Duration.ofMillis(200);

  private final Upstream upstream;
  private final ThreadFactory workers;

  public TimeoutHandoff(Upstream upstream, ThreadFactory workers) {
    this.upstream = upstream;
    this.workers = workers;
  }

  @Override
  public void handle(Context request) throws InterruptedException {
    String price = quote(request.queryParamAsClass("id", String.class).get());
    if (price == null) {
      request
          .status(HttpStatus.GATEWAY_TIMEOUT)
          .result("no quote in " + DEADLINE.toMillis() + " ms");
    } else {
      request.result(price);
    }
  }

  @Nullable String quote(String id) throws InterruptedException {
    SynchronousQueue<String> handoff = new SynchronousQueue<>();
    Thread worker = workers.newThread(() -> ask(id, handoff));
    worker.start();
    return handoff.poll(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void ask(String id, SynchronousQueue<String> handoff) {
    try {
      handoff.put(upstream.ask(id));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
