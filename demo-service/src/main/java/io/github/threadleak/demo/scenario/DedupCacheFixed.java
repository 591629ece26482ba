package io.github.threadleak.demo.scenario;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Does the work of a request once: a repeated request id gets the remembered answer.
 *
 * <p>The fix against {@link DedupCache}: the map has a bound, and the answer that was asked for
 * longest ago goes first.
 */
public final class DedupCacheFixed implements Handler {
  static final int REMEMBERED = 256;

  private final Map<String, byte[]> answers = Collections.synchronizedMap(new LeastRecentlyUsed());

  @Override
  public void handle(Context request) {
    request.result(answer(request.queryParamAsClass("id", String.class).get()));
  }

  byte[] answer(String id) {
    return answers.computeIfAbsent(id, key -> new byte[DedupCache.ANSWER_BYTES]);
  }

  int size() {
    return answers.size();
  }

  private static final class LeastRecentlyUsed extends LinkedHashMap<String, byte[]> {
    private static final long serialVersionUID = 1;

    LeastRecentlyUsed() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
      return size() > REMEMBERED;
    }
  }
}
