package io.github.threadleak.demo.scenario;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;

/**
 * Notes who did what, without making the request wait for it.
 *
 * <p>The fix against {@link AuditLog}: one consumer that lives as long as the log, no thread for a
 * record, and a rule for a full queue: the record is dropped and counted.
 */
public final class AuditLogFixed implements Handler {
  private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(AuditLog.CAPACITY);
  private final LongAdder written = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  public AuditLogFixed(ThreadFactory workers) {
    Thread consumer = workers.newThread(this::consume);
    consumer.start();
  }

  @Override
  public void handle(Context request) {
    record(request.queryParamAsClass("id", String.class).get());
    request.status(HttpStatus.ACCEPTED).result("noted");
  }

  void record(String entry) {
    if (!queue.offer(entry)) {
      dropped.increment();
    }
  }

  /** Records that were written, or dropped because the queue was full. */
  long accountedFor() {
    return written.sum() + dropped.sum();
  }

  private void consume() {
    try {
      while (true) {
        queue.take(); // a real one would write it to disk
        written.increment();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
