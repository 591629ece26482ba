package io.github.threadleak.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.threadleak.config.Log;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerTest extends ListenerFixture {
  @Test
  void answersWithTheHandlersBody() throws IOException {
    open();
    assertThat(get("/echo?b=x%20y+z&a=&c"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("X-Content-Type-Options: nosniff\r\n", "Cache-Control: no-store\r\n")
        .contains("Content-Type: text/plain\r\n")
        .endsWith("\r\n\r\n/echo {b=x y z, a=, c=}\n");
    assertThat(get("/ech%6f")).contains(" 200 ");
  }

  @Test
  void namesAnUnknownPath() throws IOException {
    open();
    assertThat(get("/no/such%0Apath"))
        .startsWith("HTTP/1.1 404 ")
        .contains("Content-Type: text/plain; charset=utf-8\r\n", "nosniff")
        .endsWith("\r\n\r\nthere is nothing at /no/such?path\n");
  }

  @Test
  void cutsALongErrorLine() throws IOException {
    open();
    assertThat(get("/" + "x".repeat(2_000))).endsWith("x...\n").hasSizeLessThan(700);
  }

  @Test
  void saysWhichMethodsAPathAnswers() throws IOException {
    open();
    assertThat(Raw.exchange(listener.port(), "DELETE /metrics" + GET + CLOSE))
        .startsWith("HTTP/1.1 405 ")
        .contains("Allow: GET, HEAD\r\n");
  }

  @Test
  void answersHeadWithoutABody() throws IOException {
    routes.register("GET", "/stream", (q, a) -> a.stream("text/plain", out -> out.write('x')));
    open();
    assertThat(Raw.exchange(listener.port(), "HEAD /echo" + GET + CLOSE))
        .contains(" 200 ", "Content-Length: 9\r\n")
        .endsWith("\r\n\r\n");
    assertThat(Raw.exchange(listener.port(), "HEAD /stream" + GET + CLOSE))
        .contains(" 200 ")
        .endsWith("\r\n\r\n");
  }

  @Test
  void findsTheClosestPrefix() throws IOException {
    routes.register("GET", "/a/*", (q, a) -> a.send(200, "text/plain", "a"));
    routes.register("GET", "/a/b/*", (q, a) -> a.send(200, "text/plain", "b"));
    routes.register("GET", "/a/b/c", (q, a) -> a.send(200, "text/plain", "c"));
    open();
    assertThat(get("/a/x")).endsWith("\na");
    assertThat(get("/a/b/x")).endsWith("\nb");
    assertThat(get("/a/b/c")).endsWith("\nc");
    assertThat(get("/ab")).contains(" 404 ");
  }

  @Test
  void refusesWhatIsNotARequest() throws IOException {
    open();
    assertThat(get("/echo?a=1&a=2")).contains(" 400 ").endsWith("a is given more than once\n");
    assertThat(get("/echo?a=%zz")).contains(" 400 ").contains("%zz");
    assertThat(get("http://evil.example/echo")).doesNotContain(" 200 OK\r\nX");
    assertThat(Raw.exchange(listener.port(), "nonsense\n\n")).contains(" 400 ");
    assertThat(get("/echo", "X: " + "x".repeat(9_000) + "\n")).contains(" 431 ");
    assertThat(get("/echo", "X: y\n".repeat(101))).contains(" 431 ");
    assertThat(get("/echo")).contains(" 200 ");
  }

  @Test
  void refusesABodyThatIsTooLong() throws IOException {
    routes.register("POST", "/p", (q, a) -> a.send(200, "text/plain", "" + q.body().length));
    open();
    String head = "POST /p" + GET + "Content-Type: application/json\nX-Threadleak: 1\n" + CLOSE;
    assertThat(post(head, 65_536)).contains(" 200 ").endsWith("\n65536");
    assertThat(post(head, 65_537)).contains(" 413 ").contains("65536 bytes\n");
  }

  private String post(String head, int length) throws IOException {
    String sized = head.replace(CLOSE, "Content-Length: " + length + "\n" + CLOSE);
    return Raw.exchange(listener.port(), sized + "x".repeat(length));
  }

  @Test
  void compressesWhereHandlerAndClientAgree() throws IOException, InterruptedException {
    String text = "thread ".repeat(10_000);
    routes.register(
        "GET",
        "/gz",
        (q, a) -> {
          a.gzipIfAccepted(q);
          a.stream("text/plain", out -> out.write(text.getBytes(UTF_8)));
        });
    open();
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(listener.url() + "/gz"));
    assertThat(client.send(request.build(), BodyHandlers.ofString()).body()).isEqualTo(text);
    request.setHeader("Accept-Encoding", "deflate, gzip;q=0");
    assertThat(client.send(request.build(), BodyHandlers.ofString()).body()).isEqualTo(text);
    request.setHeader("Accept-Encoding", "deflate, gzip;q=0.5");
    var answer = client.send(request.build(), BodyHandlers.ofByteArray());
    assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(answer.body()).hasSizeLessThan(1_000);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes())
        .isEqualTo(text.getBytes(UTF_8));
  }

  @Test
  void aHandlerThatThrowsIsAnswer500AndCounted() throws IOException {
    routes.register("GET", "/runtime", (q, a) -> throwIt(new IllegalStateException("secret")));
    routes.register("GET", "/memory", (q, a) -> throwIt(new OutOfMemoryError("secret")));
    routes.register("GET", "/stack", (q, a) -> throwIt(new StackOverflowError()));
    routes.register("GET", "/silent", (q, a) -> {});
    routes.register(
        "GET",
        "/busy",
        (q, a) -> {
          throw new HttpError(429, "one at a time").with("Retry-After", "3");
        });
    open();
    try (Raw raw = new Raw(listener.port())) {
      for (String path : new String[] {"/runtime", "/memory", "/stack", "/silent"}) {
        assertThat(raw.say("GET " + path + GET + "\n").answer())
            .contains(" 500 ", "internal error: java.lang.")
            .doesNotContain("secret")
            .doesNotContain("\tat ");
      }
      assertThat(raw.say("GET /busy" + GET + "\n").answer())
          .contains(" 429 ", "Retry-After: 3\r\n")
          .endsWith("\r\n\r\none at a time\n");
      assertThat(raw.say("GET /echo" + GET + "\n").answer()).contains(" 200 ");
    }
    assertThat(faults).hasValue(4);
  }

  private static void throwIt(Throwable fault) {
    if (fault instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) fault;
  }

  @Test
  void aBodyThatBreaksOffIsNotTakenForWhole() throws IOException {
    routes.register(
        "GET",
        "/broken",
        (q, a) -> {
          a.gzipIfAccepted(q);
          a.stream(
              "text/plain",
              out -> {
                out.write(new byte[100_000]);
                throw new IllegalStateException("half");
              });
        });
    open();
    HttpClient client = HttpClient.newHttpClient();
    URI uri = URI.create(listener.url() + "/broken");
    for (String coding : new String[] {"identity", "gzip"}) {
      HttpRequest request = HttpRequest.newBuilder(uri).header("Accept-Encoding", coding).build();
      assertThatThrownBy(() -> client.send(request, BodyHandlers.ofByteArray()))
          .isInstanceOf(IOException.class);
    }
    // The client asks once more where it has read nothing yet.
    assertThat(faults).hasValueGreaterThanOrEqualTo(2);
    assertThat(get("/echo")).contains(" 200 ");
  }

  @Test
  void takesAFreePortWhereTheOneAskedForIsTaken() throws IOException {
    Listener first = open();
    Settings same =
        new Settings("127.0.0.1", first.port(), null, null, null, Duration.ofSeconds(9), () -> {});
    String said =
        saidBy(
            () -> {
              try (Listener second = Listener.open(same, routes, new Log(Log.Level.INFO))) {
                assertThat(second.port()).isNotEqualTo(first.port());
                assertThat(second.url()).isEqualTo("http://127.0.0.1:" + second.port());
                assertThat(Raw.exchange(second.port(), "GET /echo" + GET + CLOSE))
                    .contains(" 200 ");
              }
            });
    assertThat(said)
        .matches(
            "\\[threadleak] port "
                + first.port()
                + " is in use; listening on 127\\.0\\.0\\.1:\\d+ instead\\R");
  }

  @Test
  void namesAnAddressThatCannotBeBound() {
    assertThatThrownBy(() -> open("192.0.2.1", null, null, null, Duration.ofSeconds(9)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("192.0.2.1:0");
  }

  @Test
  void writesThePortFileWhole(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("port");
    PortFile.write(file, 1);
    PortFile.write(file, 41_234);
    assertThat(file).content().isEqualTo("41234\n");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
    Path nowhere = directory.resolve("none/port");
    assertThatThrownBy(() -> PortFile.write(nowhere, 1)).hasMessageContaining(nowhere.toString());
  }
}
