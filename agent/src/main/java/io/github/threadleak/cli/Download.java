package io.github.threadleak.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Copies what an agent, or another server, answers. On {@code java.base} alone, since a JRE may
 * have no more.
 */
final class Download {
  private static final int CONNECT_MILLIS = 10_000;

  /** A profile of N seconds, of which there may be 600, is silent for as long. */
  private static final int READ_MILLIS = 660_000;

  private static final int LONGEST_ERROR = 1_000;

  /**
   * What a server is told and trusted by.
   *
   * @param tokenFile file with a bearer token, null for none
   * @param ca PEM file with the certificates to trust, null for those of the JDK
   * @param headers others to send, by name
   */
  record Access(@Nullable Path tokenFile, @Nullable Path ca, Map<String, String> headers) {}

  private Download() {}

  /** Puts the answer into a file, which is only there, or replaced, if all of it came. */
  static void to(Path file, String url, Access access) throws CommandFailed {
    Path folder = file.toAbsolutePath().getParent();
    Path part = null;
    try {
      part = Files.createTempFile(folder, ".threadleak", ".part");
      try (PrintStream out = new PrintStream(Files.newOutputStream(part), false)) {
        to(out, url, access);
        if (out.checkError()) {
          throw CommandFailed.unusable("--output " + file + " cannot be written in full");
        }
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      throw CommandFailed.unusable("--output " + file + " cannot be written: " + unwritable);
    } finally {
      delete(part);
    }
  }

  private static void delete(@Nullable Path part) {
    try {
      if (part != null) {
        Files.deleteIfExists(part);
      }
    } catch (IOException stays) {
      // A part that nothing was said about but its name.
    }
  }

  /** Copies the answer as it comes, of any size. Whoever reads {@code out} may leave early. */
  static void to(PrintStream out, String url, Access access) throws CommandFailed {
    HttpURLConnection connection = null;
    String token = access.tokenFile == null ? null : token(access.tokenFile);
    SSLSocketFactory trusting = access.ca == null ? null : trusting(access.ca);
    try {
      connection = open(url);
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(READ_MILLIS);
      access.headers.forEach(connection::setRequestProperty);
      if (token != null) {
        connection.setRequestProperty("Authorization", "Bearer " + token);
      }
      if (trusting != null && connection instanceof HttpsURLConnection secure) {
        secure.setSSLSocketFactory(trusting);
      }
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw refused(url, status, connection);
      }
      copy(connection.getInputStream(), out);
    } catch (IOException failure) {
      throw CommandFailed.notReached(url + " did not answer: " + failure);
    } finally {
      if (connection != null) {
        connection.disconnect();
      }
    }
  }

  private static HttpURLConnection open(String url) throws CommandFailed, IOException {
    URLConnection connection;
    try {
      connection = new URI(url).toURL().openConnection();
    } catch (URISyntaxException | IllegalArgumentException malformed) {
      throw CommandFailed.unusable("not a URL: " + url);
    }
    if (connection instanceof HttpURLConnection http) {
      return http;
    }
    throw CommandFailed.unusable("not an http(s) URL: " + url);
  }

  private static void copy(InputStream in, PrintStream out) throws IOException {
    byte[] buffer = new byte[32 * 1024];
    for (int n = in.read(buffer); n >= 0 && !out.checkError(); n = in.read(buffer)) {
      out.write(buffer, 0, n);
    }
    out.flush();
  }

  private static CommandFailed refused(String url, int status, HttpURLConnection connection)
      throws IOException {
    String line = "";
    try (InputStream error = connection.getErrorStream()) {
      if (error != null) {
        line = new String(error.readNBytes(LONGEST_ERROR), StandardCharsets.UTF_8).strip();
      }
    }
    String message = url + " answered " + status + (line.isEmpty() ? "" : ": " + line);
    return status == HttpURLConnection.HTTP_BAD_REQUEST
        ? CommandFailed.unusable(message)
        : CommandFailed.notReached(message);
  }

  private static String token(Path file) throws CommandFailed {
    try {
      List<String> lines = Files.readAllLines(file);
      String token = lines.isEmpty() ? "" : lines.get(0).strip();
      if (token.isEmpty()) {
        throw CommandFailed.unusable("--token-file " + file + " holds no token in its first line");
      }
      return token;
    } catch (IOException unreadable) {
      throw CommandFailed.unusable("--token-file " + file + " cannot be read: " + unreadable);
    }
  }

  private static SSLSocketFactory trusting(Path pem) throws CommandFailed {
    try (InputStream in = Files.newInputStream(pem)) {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("ca" + number++, one);
      }
      if (number == 0) {
        throw CommandFailed.unusable("--ca " + pem + " holds no certificate");
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException unusable) {
      throw CommandFailed.unusable("--ca " + pem + " cannot be used: " + unusable);
    }
  }
}
