package io.github.threadleak.demo.scenario;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Does the work of a request once: a repeated request id gets the remembered answer.
 *
 * <p>Nothing ever leaves the map. That leaks memory, but no thread: whoever watches threads must
 * stay silent here.
 */
public final class DedupCache implements Handler {
  /** Size of one remembered answer. */
  public static final int ANSWER_BYTES = 32 * 1024;

  private final Map<String, byte[]> answers = new ConcurrentHashMap<>();

  @Override
  public void handle(Context request) {
    request.result(answer(request.queryParamAsClass("id", String.class).get()));
  }

  byte[] answer(String id) {
    return answers.computeIfAbsent(id, key -> new byte[ANSWER_BYTES]);
  }

  int size() {
    return answers.size();
  }
}
