package io.github.threadleak.endpoint;

import io.github.threadleak.census.Lookout;
import io.github.threadleak.http.Handler;
import io.github.threadleak.http.HttpError;
import io.github.threadleak.http.Request;
import io.github.threadleak.http.Response;
import io.github.threadleak.render.GroupedText;
import io.github.threadleak.render.Json;
import io.github.threadleak.render.ThreadText;
import io.github.threadleak.snapshot.Grouping;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The profile of all threads, in every format. A dump that reads every stack runs one at a time: a
 * second one meanwhile is answered 429.
 */
final class ThreadsProfile implements Handler {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final int WRITE_CHARS = 16 * 1024;

  private final Lookout lookout;
  private final Supplier<Json.Head> head;
  private final Semaphore fullDump;
  private final ProfileParameters.@Nullable Format otherwise;

  ThreadsProfile(
      Lookout lookout,
      Supplier<Json.Head> head,
      Semaphore fullDump,
      ProfileParameters.@Nullable Format otherwise) {
    this.lookout = lookout;
    this.head = head;
    this.fullDump = fullDump;
    this.otherwise = otherwise;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    ProfileParameters parameters = ProfileParameters.of(request, otherwise);
    boolean full =
        parameters.exact() || parameters.format() == ProfileParameters.Format.THREAD_TEXT;
    if (full && fullDump.availablePermits() == 0) {
      throw busy();
    }
    response.gzipIfAccepted(request);
    String type = parameters.format() == ProfileParameters.Format.JSON ? "application/json" : TEXT;
    response.stream(type, out -> writeGated(parameters, full, out));
  }

  // Streaming starts after the handler has returned, and not at all for HEAD: the permit is taken
  // here, and a caller that
  // lost the race since handle() looked waits for the other dump instead.
  private void writeGated(ProfileParameters parameters, boolean full, OutputStream out)
      throws IOException {
    if (!full) {
      write(parameters, out);
      return;
    }
    fullDump.acquireUninterruptibly();
    try {
      write(parameters, out);
    } finally {
      fullDump.release();
    }
  }

  private void write(ProfileParameters parameters, OutputStream out) throws IOException {
    Writer writer =
        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), WRITE_CHARS);
    switch (parameters.format()) {
      case GROUPED_TEXT ->
          GroupedText.write(
              lookout.snapshot(parameters.filter(), Grouping.BOTH, parameters.exact()), writer);
      case THREAD_TEXT ->
          lookout.forEach(parameters.filter(), thread -> ThreadText.write(thread, writer));
      case JSON ->
          Json.write(
              lookout.snapshot(parameters.filter(), Grouping.BOTH, parameters.exact()),
              head.get(),
              writer);
    }
    writer.flush();
  }

  private static HttpError busy() {
    return new HttpError(429, "a full dump is being written; try again when it is done")
        .with("Retry-After", "10");
  }
}
