package io.github.threadleak.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerProtectionTest extends ListenerFixture {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:9",
        "127.0.0.1",
        "127.0.0.1:1234",
        "127.9.9.9",
        "[::1]:80",
        "[::1]"
      })
  void answersALoopbackName(String host) throws IOException {
    open();
    assertThat(getFrom(host)).contains(" 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "127.0.0.999",
        "10.0.0.1", "localhost:80@evil.example", "[::2]", "127.1"
      })
  void refusesTheNameOfAnotherSite(String host) throws IOException {
    open();
    assertThat(getFrom(host)).doesNotContain(" 200 ").containsPattern("HTTP/1.1 40[03] ");
  }

  @Test
  void saysWhyAForeignNameIsRefused() throws IOException {
    open();
    assertThat(getFrom("evil.example"))
        .contains(" 403 ")
        .endsWith("\r\n\r\nthe Host header must name a loopback address, not evil.example\n");
  }

  private String getFrom(String host) throws IOException {
    return Raw.exchange(listener.port(), "GET /echo HTTP/1.1\nHost: " + host + "\n" + CLOSE);
  }

  @Test
  void opensOnlyMetricsAndHealthToTheNetworkWithoutAToken() throws IOException {
    open("0.0.0.0", null, null, null, Duration.ofSeconds(20));
    assertThat(listener.url()).isEqualTo("http://127.0.0.1:" + listener.port());
    assertThat(getFrom("pod-7.example")).contains(" 403 ", "token-file");
    assertThat(get("/metrics")).contains(" 200 ");
    assertThat(get("/healthz")).contains(" 200 ");
    assertThat(get("/nothing")).contains(" 403 ");
    assertThat(get("/metrics/../echo")).contains(" 403 ");
    assertThat(get("/ech%6f")).contains(" 403 ");
  }

  @Test
  void opensAllToTheNetworkWithAToken() throws IOException {
    open("0.0.0.0", file("s3cret\nrest"), null, null, Duration.ofSeconds(20));
    assertThat(getFrom("pod-7.example")).contains(" 401 ");
    assertThat(get("/echo", "Authorization: Bearer s3cret\n")).contains(" 200 ");
  }

  @Test
  void wantsTheTokenEverywhereButInHealth() throws IOException {
    open("127.0.0.1", file("  s3cret \n"), null, null, Duration.ofSeconds(20));
    assertThat(get("/metrics"))
        .contains(" 401 ")
        .contains("WWW-Authenticate: Basic realm=\"threadleak\"\r\n")
        .contains("WWW-Authenticate: Bearer");
    assertThat(get("/nothing")).contains(" 401 ");
    assertThat(get("/healthz")).contains(" 200 ");
    assertThat(get("/metrics", "Authorization: Bearer s3cret\n")).contains(" 200 ");
    assertThat(get("/metrics", "Authorization: bearer s3cret\n")).contains(" 200 ");
    assertThat(get("/metrics", basic("anyone:s3cret"))).contains(" 200 ");
    assertThat(get("/metrics", basic(":s3cret"))).contains(" 200 ");
    assertThat(get("/metrics", basic("s3cret"))).contains(" 401 ");
    assertThat(get("/metrics", basic("s3cret:"))).contains(" 401 ");
    for (String wrong :
        new String[] {"Bearer s3cre", "Bearer s3cretx", "Bearer", "Basic %%%", "x"}) {
      assertThat(get("/metrics", "Authorization: " + wrong + "\n")).contains(" 401 ");
    }
  }

  private static String basic(String pair) {
    return "Authorization: Basic "
        + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8))
        + "\n";
  }

  @Test
  void doesNotOpenWithoutTheTokenThatWasAskedFor() throws IOException {
    Path missing = directory.resolve("missing");
    assertCannotOpen(missing, null, null, missing);
    Path empty = file(" \nnot here");
    assertCannotOpen(empty, null, null, empty);
  }

  @Test
  void doesNotOpenWithoutTheKeysThatWereAskedFor() throws IOException {
    Path junk = file("junk");
    assertCannotOpen(null, junk, junk, junk);
    assertCannotOpen(null, junk, null, junk);
    assertCannotOpen(null, null, junk, junk);
  }

  private void assertCannotOpen(
      @Nullable Path token, @Nullable Path keystore, @Nullable Path password, Path named) {
    assertThatThrownBy(() -> open("127.0.0.1", token, keystore, password, Duration.ofSeconds(9)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(named.toString())
        .message()
        .doesNotContain("\n");
  }

  @Test
  void wantsAPostThatNoForeignPageCanMake() throws IOException {
    routes.register("POST", "/change", (q, a) -> a.send(200, "text/plain", "done"));
    open();
    assertThat(post("X-Threadleak: 1\n")).contains(" 415 ");
    assertThat(post("X-Threadleak: 1\nContent-Type: text/plain\n")).contains(" 415 ");
    assertThat(post("Content-Type: application/json\n")).contains(" 403 ", "X-Threadleak");
    assertThat(post("Content-Type: application/json; charset=utf-8\nX-Threadleak: 1\n"))
        .contains(" 200 ");
    assertThat(get("/change")).contains(" 405 ", "Allow: POST\r\n");
  }

  private String post(String headers) throws IOException {
    return Raw.exchange(
        listener.port(), "POST /change" + GET + headers + "Content-Length: 2\n" + CLOSE + "{}");
  }

  @Test
  void servesHttps() throws Exception {
    Path keystore = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "agent",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                keystore.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    open("127.0.0.1", null, keystore, file("changeit\n"), Duration.ofSeconds(20));
    assertThat(listener.url()).startsWith("https://127.0.0.1:");
    // A client that never shakes hands must not keep the others out.
    try (Raw mute = new Raw(listener.port())) {
      HttpsURLConnection client =
          (HttpsURLConnection) URI.create(listener.url() + "/echo").toURL().openConnection();
      client.setSSLSocketFactory(trusting(keystore).getSocketFactory());
      assertThat(client.getResponseCode()).isEqualTo(200);
      assertThat(client.getInputStream().readAllBytes()).isEqualTo("/echo {}\n".getBytes(UTF_8));
      assertThat(mute.socket.isConnected()).isTrue();
    }
    assertThat(get("/echo")).doesNotContain(" 200 ");
  }

  private static SSLContext trusting(Path keystore) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keystore)) {
      keys.load(in, "changeit".toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("agent", keys.getCertificate("agent"));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "file", ""), text);
  }
}
