package corpus;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Each call makes an HttpClient that something keeps; each client has a selector thread.
 *
 * <p>Source: modelcontextprotocol/java-sdk#620, "HttpClient resource leak causes thread
 * accumulation": a client for each transport, never closed.
 */
final class HttpClientKept {
  private static final List<HttpClient> KEPT = new ArrayList<>();

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread serving = run.threads.newThread(Run.task(() -> serve(server)));
    serving.start();
    URI uri = URI.create("http://localhost:" + server.getLocalPort() + "/");
    run.repeat(3, round -> call(run, uri));
  }

  private static String call(Run run, URI uri) throws Exception {
    if (run.leaking || KEPT.isEmpty()) {
      KEPT.add(HttpClient.newHttpClient()); // leak: selector
    }
    HttpClient client = KEPT.get(KEPT.size() - 1);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private static void serve(ServerSocket server) throws IOException {
    while (true) {
      try (Socket socket = server.accept();
          OutputStream out = socket.getOutputStream()) {
        socket.getInputStream().read(new byte[4096]);
        out.write(
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
                .getBytes(StandardCharsets.US_ASCII));
      }
    }
  }
}
