package io.github.threadleak.demo.load;

import io.github.threadleak.demo.Scenario;
import io.github.threadleak.demo.scenario.PoolPerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Calls over HTTP: patient ones through the JDK's client, impatient ones over a bare socket. */
final class HttpCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int FAN_OUT_IDS = 5;
  private static final int ONE_IN_IMPATIENT = 12;
  private static final int GAVE_UP = -1;
  private static final int DISTINCT_REQUEST_IDS = 1_000_000_000;

  // Not getLoopbackAddress, which may be the one of IPv6.
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final HttpClient client;
  private final int port;
  private final String path;

  HttpCalls(HttpClient client, int port, Scenario scenario, boolean leak) {
    this.client = client;
    this.port = port;
    path = "/" + scenario.id() + "?leak=" + (leak ? "on" : "off");
  }

  /** Half of the quotes are slow ones, and come to a timeout. */
  void quote(SplittableRandom random, Tally tally) throws InterruptedException {
    if (random.nextInt(ONE_IN_IMPATIENT) == 0) {
      hangUp(path + "&id=slow-" + random.nextInt(1000), random, 1, tally);
      return;
    }
    String id = (random.nextBoolean() ? "slow-" : "fast-") + random.nextInt(1000);
    try {
      HttpResponse<String> response = get("&id=" + id);
      switch (response.statusCode()) {
        case 200 -> tally.served(0);
        case 504 -> tally.served(1);
        default -> tally.failed(1);
      }
    } catch (IOException unanswered) {
      tally.failed(1);
    }
  }

  /**
   * Up to three of five ids are too slow for the deadline; every line missing in the answer is one
   * of them.
   */
  void fanOut(SplittableRandom random, Tally tally) throws InterruptedException {
    boolean impatient = random.nextInt(ONE_IN_IMPATIENT) == 0;
    int slow = impatient ? FAN_OUT_IDS : random.nextInt(4);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < FAN_OUT_IDS; i++) {
      ids.add((i < slow ? "slow-" : "fast-") + random.nextInt(1000));
    }
    String query = "&ids=" + String.join(",", ids);
    if (impatient) {
      hangUp(path + query, random, FAN_OUT_IDS, tally);
      return;
    }
    try {
      HttpResponse<String> response = get(query);
      if (response.statusCode() == 200) {
        tally.served(FAN_OUT_IDS - response.body().lines().count());
      } else {
        tally.failed(FAN_OUT_IDS);
      }
    } catch (IOException unanswered) {
      tally.failed(FAN_OUT_IDS);
    }
  }

  void record(SplittableRandom random, Tally tally) throws InterruptedException {
    post(random, 202, 1, tally);
  }

  void deduplicate(SplittableRandom random, Tally tally) throws InterruptedException {
    post(random, 200, 0, tally);
  }

  void page(SplittableRandom random, Tally tally) throws InterruptedException {
    try {
      if (get("&id=product-" + random.nextInt(1000)).statusCode() == 200) {
        tally.served(PoolPerRequest.PARTS);
      } else {
        tally.failed(PoolPerRequest.PARTS);
      }
    } catch (IOException unanswered) {
      tally.failed(PoolPerRequest.PARTS);
    }
  }

  private void post(SplittableRandom random, int success, int abandoned, Tally tally)
      throws InterruptedException {
    HttpRequest request =
        request("&id=" + random.nextInt(DISTINCT_REQUEST_IDS))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == success) {
        tally.served(abandoned);
      } else {
        tally.failed(abandoned);
      }
    } catch (IOException unanswered) {
      tally.failed(abandoned);
    }
  }

  private HttpResponse<String> get(String query) throws IOException, InterruptedException {
    return client.send(request(query).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String query) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path + query))
        .timeout(PATIENCE);
  }

  // A bare socket, because only then it is sure that the whole request had left before the caller
  // did: the service reads
  // and serves it, and what it leaks is known although nobody saw an answer.
  private void hangUp(String target, SplittableRandom random, int abandoned, Tally tally) {
    try (Socket socket = new Socket(InetAddress.getByAddress(LOOPBACK), port)) {
      String request = "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(50 + random.nextInt(100));
      switch (status(socket)) {
        case GAVE_UP -> tally.disconnected(abandoned);
        // This caller itself was held up for longer than the service took: the outcome is known,
        // too.
        case 200, 504 -> tally.served(abandoned);
        default -> tally.failed(abandoned);
      }
    } catch (IOException unsent) {
      tally.failed(abandoned);
    }
  }

  private static int status(Socket socket) throws IOException {
    try {
      String start = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return start.matches("HTTP/1.1 [0-9]{3}") ? Integer.parseInt(start.substring(9)) : 0;
    } catch (SocketTimeoutException impatient) {
      return GAVE_UP;
    }
  }
}
