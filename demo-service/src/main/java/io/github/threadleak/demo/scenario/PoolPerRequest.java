package io.github.threadleak.demo.scenario;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Builds a product page from three calls made at the same time.
 *
 * <p>Each request makes a pool of its own and never shuts it down: its idle workers keep it, and
 * themselves, alive.
 */
public final class PoolPerRequest implements Handler {
  public static final int PARTS = 3;

  private final Upstream upstream;

  public PoolPerRequest(Upstream upstream) {
    this.upstream = upstream;
  }

  @Override
  public void handle(Context request) throws InterruptedException, ExecutionException {
    request.result(page(request.queryParamAsClass("id", String.class).get()));
  }

  String page(String id) throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(PARTS);
    List<Future<String>> parts = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      String partId = id + "/" + part;
      parts.add(pool.submit(() -> upstream.ask(partId)));
    }
    StringBuilder page = new StringBuilder();
    for (Future<String> part : parts) {
      page.append(part.get()).append('\n');
    }
    return page.toString();
  }
}
