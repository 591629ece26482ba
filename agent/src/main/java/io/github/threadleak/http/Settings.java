package io.github.threadleak.http;

import io.github.threadleak.config.Options;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a listener is to be.
 *
 * @param host name or address to bind
 * @param port port to bind, 0 for any
 * @param tokenFile file whose first line every request but {@code /healthz} must carry
 * @param tlsKeystore PKCS12 key store to serve HTTPS with
 * @param tlsPasswordFile file whose first line is that key store's password
 * @param timeout after which an idle connection, a request still arriving, or a stalled write is
 *     cut
 * @param onFault called, by any thread, each time that a handler or the listener itself fails
 */
public record Settings(
    String host,
    int port,
    @Nullable Path tokenFile,
    @Nullable Path tlsKeystore,
    @Nullable Path tlsPasswordFile,
    Duration timeout,
    Runnable onFault) {

  /** What the user asked for, with the timeout that is promised: 60 s. */
  public static Settings of(Options options, Runnable onFault) {
    return new Settings(
        options.host(),
        options.port(),
        options.tokenFile(),
        options.tlsKeystore(),
        options.tlsPasswordFile(),
        Duration.ofSeconds(60),
        onFault);
  }
}
