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
 * <p>The fix against {@link PoolPerRequest}: one pool for all requests, as large as upstream can
 * bear.
 */
public final class PoolPerRequestFixed implements Handler {
  /** Threads of the one pool. */
  public static final int THREADS = 8;

  private final Upstream upstream;
  private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);

  public PoolPerRequestFixed(Upstream upstream) {
    this.upstream = upstream;
  }

  @Override
  public void handle(Context request) throws InterruptedException, ExecutionException {
    request.result(page(request.queryParamAsClass("id", String.class).get()));
  }

  String page(String id) throws InterruptedException, ExecutionException {
    List<Future<String>> parts = new ArrayList<>();
    for (int part = 0; part < PoolPerRequest.PARTS; part++) {
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
