package io.github.threadleak.http;

import java.io.IOException;

/** Answers requests. Called by up to eight threads at once. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers one request by one call of {@link Response#send} or {@link Response#stream}.
   *
   * @throws HttpError for an answer other than the one hoped for
   * @throws IOException if there is no answer: the client reads status 500
   */
  void handle(Request request, Response response) throws IOException;
}
