package io.github.threadleak.benchmark.harness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Asks the agent in a child over HTTP. */
public final class AgentClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final int port;

  private AgentClient(int port) {
    this.port = port;
  }

  /**
   * Reads where the agent listens.
   *
   * @param portFile that the agent has written by now
   */
  public static AgentClient of(Path portFile) throws IOException {
    return new AgentClient(Integer.parseInt(Files.readString(portFile).strip()));
  }

  /** The body of a page. */
  public String page(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    var response = HTTP.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(path + " answered " + response.statusCode());
    }
    return response.body();
  }

  /** The sum of the samples on /metrics that start so. */
  public double metric(String prefix) throws IOException, InterruptedException {
    return page("/metrics")
        .lines()
        .filter(line -> line.startsWith(prefix))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Looks at /metrics until the sum of the samples that start so has reached a value. */
  public void awaitMetric(String prefix, double least, Duration patience)
      throws IOException, InterruptedException, ChildFailed {
    long deadline = System.nanoTime() + patience.toNanos();
    for (double last = metric(prefix); last < least; last = metric(prefix)) {
      if (System.nanoTime() > deadline) {
        throw new ChildFailed("the agent's " + prefix + " stayed at " + last + ", not " + least);
      }
      Thread.sleep(BETWEEN_LOOKS.toMillis());
    }
  }
}
