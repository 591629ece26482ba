package io.github.threadleak.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a protected listener needs from its files. Whatever is missing or unreadable is an
 * exception of one line: a listener that was to be protected must not open unprotected.
 */
final class Secrets {
  private static final int LONGEST_FILE = 64 * 1024;

  private Secrets() {}

  /** The token, or null where no file is named. */
  static @Nullable String token(@Nullable Path file) throws IOException {
    if (file == null) {
      return null;
    }
    String token = firstLine("token-file", file).trim();
    if (token.isEmpty()) {
      throw new IOException("token-file " + file + " holds no token in its first line");
    }
    return token;
  }

  /** The TLS context, or null where no key store is named. */
  static @Nullable SSLContext tls(@Nullable Path keystore, @Nullable Path passwordFile)
      throws IOException {
    if (keystore == null && passwordFile == null) {
      return null;
    }
    if (keystore == null) {
      throw new IOException("tls-password-file " + passwordFile + " is without a tls-keystore");
    }
    if (passwordFile == null) {
      throw new IOException("tls-keystore " + keystore + " is without a tls-password-file");
    }
    char[] password = firstLine("tls-password-file", passwordFile).toCharArray();
    try (InputStream in = Files.newInputStream(keystore)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, password);
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException unusable) {
      throw new IOException("tls-keystore " + keystore + " cannot be used: " + unusable, unusable);
    }
  }

  private static String firstLine(String option, Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST_FILE);
    } catch (IOException unreadable) {
      throw new IOException(option + " " + file + " cannot be read: " + unreadable, unreadable);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = 0;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return text.substring(0, end);
  }
}
