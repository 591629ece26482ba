package io.github.threadleak.demo.runner;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The agent's HTTP endpoint: the one thing the demo believes. */
final class AgentClient {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int RETRIES = 10;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final URI agent;

  AgentClient(URI agent) {
    this.agent = agent;
  }

  ThreadDump threads() throws IOException, InterruptedException {
    String path = "/debug/pprof/threads?format=json";
    try {
      return ThreadDump.parse(get(path));
    } catch (JsonParseException | IllegalStateException | ClassCastException unreadable) {
      throw new IOException(
          agent.resolve(path) + " is not a dump: " + unreadable.getMessage(), unreadable);
    }
  }

  PoolList pools() throws IOException, InterruptedException {
    String path = "/api/v1/pools";
    try {
      return PoolList.parse(get(path));
    } catch (JsonParseException | IllegalStateException | ClassCastException unreadable) {
      throw new IOException(
          agent.resolve(path) + " is no list of pools: " + unreadable.getMessage(), unreadable);
    }
  }

  Gauges gauges() throws IOException, InterruptedException {
    try {
      return Gauges.parse(get("/metrics"));
    } catch (NumberFormatException unreadable) {
      throw new IOException(agent.resolve("/metrics") + ": " + unreadable.getMessage(), unreadable);
    }
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(agent.resolve(path)).timeout(PATIENCE).build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    for (int retry = 0; response.statusCode() == 429 && retry < RETRIES; retry++) {
      // Someone else is reading a full dump: one at a time.
      TimeUnit.SECONDS.sleep(1);
      response = client.send(request, HttpResponse.BodyHandlers.ofString());
    }
    if (response.statusCode() != 200) {
      String why = response.body().lines().findFirst().orElse("");
      throw new IOException(agent.resolve(path) + " answered " + response.statusCode() + " " + why);
    }
    return response.body();
  }
}
