package io.github.threadleak.demo.scenario;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Quotes a price within a deadline: a worker asks upstream and hands the answer to the waiting
 * caller.
 *
 * <p>The fix against {@link TimeoutHandoff}: the queue has room for the one answer, so that the
 * worker can put it down and end, whether or not anyone still waits.
 */
public final class TimeoutHandoffFixed implements Handler {
  private static final Duration DEADLINE = Duration.ofMillis(200);

  private final Upstream upstream;
  private final ThreadFactory workers;

  public TimeoutHandoffFixed(Upstream upstream, ThreadFactory workers) {
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
    BlockingQueue<String> handoff = new ArrayBlockingQueue<>(1);
    Thread worker = workers.newThread(() -> ask(id, handoff));
    worker.start();
    return handoff.poll(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void ask(String id, BlockingQueue<String> handoff) {
    try {
      handoff.put(upstream.ask(id));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
