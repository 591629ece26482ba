package io.github.threadleak.demo.scenario;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;

/**
 * Notes who did what, without making the request wait for it.
 *
 * <p>The consumer that wrote the queue out was dropped when the audit trail moved elsewhere; the
 * calls to {@code record} stayed. Once the queue is full, every further record leaves a thread in
 * {@code put} for ever.
 */
public final class AuditLog implements Handler {
  public static final int CAPACITY = 256;

  private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final ThreadFactory workers;

  public AuditLog(ThreadFactory workers) {
    this.workers = workers;
  }

  @Override
  public void handle(Context request) {
    record(request.queryParamAsClass("id", String.class).get());
    request.status(HttpStatus.ACCEPTED).result("noted");
  }

  void record(String entry) {
    Thread writer = workers.newThread(() -> put(entry));
    writer.start();
  }

  private void put(String entry) {
    try {
      queue.put(entry);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
