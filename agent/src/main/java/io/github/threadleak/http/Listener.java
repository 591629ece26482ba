package io.github.threadleak.http;

import io.github.threadleak.config.Log;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The open port. One thread accepts, up to eight serve, all daemons. Thread-safe.
 *
 * <p>A thread in a native accept delays the JVM's exit: whoever opens a listener registers a
 * shutdown hook that closes it.
 */
public final class Listener implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 8;
  private static final int BACKLOG = 50;
  private static final long AFTER_FAILURE_MILLIS = 100;

  private final WatchedSocket.Server server;
  private final String url;
  private final @Nullable SSLContext tls;
  private final Exchange.Factory exchanges;
  private final Workers workers;
  private final Timeout timeout;
  private final Runnable onFault;
  private final int tickMillis;
  private final Thread acceptor;
  private volatile boolean closed;

  private Listener(
      WatchedSocket.Server server,
      String url,
      @Nullable SSLContext tls,
      Exchange.Factory exchanges,
      Settings settings) {
    this.server = server;
    this.url = url;
    this.tls = tls;
    this.exchanges = exchanges;
    this.timeout = Timeout.of(settings.timeout());
    this.onFault = settings.onFault();
    this.workers = new Workers(MOST_CONNECTIONS, settings.timeout().toNanos(), onFault);
    this.tickMillis = (int) Math.max(20, Math.min(1_000, settings.timeout().toMillis() / 4));
    this.acceptor = Threads.daemon("threadleak-http-accept", this::accept);
  }

  /**
   * Binds the port, or where it is taken any free one, and starts to serve.
   *
   * @param routes must not change from now on
   * @throws IOException whose message is one line: the address cannot be bound, or a token or key
   *     store that was asked for cannot be read, in which case nothing is open
   */
  public static Listener open(Settings settings, Routes routes, Log log) throws IOException {
    String token = Secrets.token(settings.tokenFile());
    SSLContext tls = Secrets.tls(settings.tlsKeystore(), settings.tlsPasswordFile());
    InetAddress address = address(settings.host());
    WatchedSocket.Server server = bind(settings, address, log);
    Guard guard = new Guard(settings.host(), address, token);
    if (guard.isExposed()) {
      log.info(
          "only /metrics and /healthz are open: "
              + settings.host()
              + " is not a loopback address and there is no token-file");
    }
    Listener listener =
        new Listener(
            server,
            (tls == null ? "http://" : "https://")
                + authority(settings.host(), address, server.getLocalPort()),
            tls,
            new Exchange.Factory(guard, routes, settings.onFault(), log),
            settings);
    try {
      listener.acceptor.start();
    } catch (Throwable noThread) {
      server.close();
      throw new IOException("cannot listen: " + noThread, noThread);
    }
    return listener;
  }

  /** The port that is bound. */
  public int port() {
    return server.getLocalPort();
  }

  /** The base URL for clients on this machine, without a slash at its end. */
  public String url() {
    return url;
  }

  /**
   * Closes the port and every connection and ends the threads; returns within about two seconds.
   */
  @Override
  public void close() {
    closed = true;
    try {
      server.close();
    } catch (IOException gone) {
      // Closed is closed.
    }
    workers.close();
    acceptor.interrupt();
    Threads.awaitEnd(List.of(acceptor));
  }

  private void accept() {
    while (!closed) {
      try {
        // Without connections there is nothing to cut, and no reason to wake.
        server.setSoTimeout(workers.isUnused() ? 0 : tickMillis);
        admit(server.accept());
      } catch (SocketTimeoutException tick) {
        // Time to look at the connections.
      } catch (Throwable failure) {
        if (!closed) {
          onFault.run();
          pause();
        }
      }
      workers.cutOverdue();
    }
  }

  private void admit(WatchedSocket socket) throws InterruptedException {
    boolean admitted = false;
    try {
      workers.admit(new Connection(socket, tls, exchanges, workers, timeout), tickMillis);
      admitted = true;
    } finally {
      if (!admitted) {
        socket.shut();
      }
    }
  }

  /** Out of file descriptors, threads or memory: trying at once again would take a core as well. */
  private static void pause() {
    try {
      Thread.sleep(AFTER_FAILURE_MILLIS);
    } catch (InterruptedException closing) {
      // The loop looks.
    }
  }

  private static InetAddress address(String host) throws IOException {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException unknown) {
      throw new IOException("host " + host + " cannot be resolved", unknown);
    }
  }

  private static WatchedSocket.Server bind(Settings settings, InetAddress address, Log log)
      throws IOException {
    try {
      return new WatchedSocket.Server(settings.port(), BACKLOG, address);
    } catch (BindException refused) {
      WatchedSocket.Server server = bindAny(settings, address);
      String reason = String.valueOf(refused.getMessage());
      log.info(
          "port "
              + settings.port()
              + (reason.contains("in use") ? " is in use" : " is not to be had (" + reason + ")")
              + "; listening on "
              + authority(settings.host(), address, server.getLocalPort())
              + " instead");
      return server;
    } catch (IOException impossible) {
      throw cannotListen(settings, impossible);
    }
  }

  private static WatchedSocket.Server bindAny(Settings settings, InetAddress address)
      throws IOException {
    try {
      return new WatchedSocket.Server(0, BACKLOG, address);
    } catch (IOException impossible) {
      throw cannotListen(settings, impossible);
    }
  }

  private static IOException cannotListen(Settings settings, IOException reason) {
    return new IOException(
        "cannot listen on " + settings.host() + ":" + settings.port() + ": " + reason.getMessage(),
        reason);
  }

  /**
   * The host as the user named it, since a certificate may be for that name; for a wildcard, this
   * machine.
   */
  private static String authority(String host, InetAddress address, int port) {
    String name = host;
    if (address.isAnyLocalAddress()) {
      name = address instanceof Inet6Address ? "::1" : "127.0.0.1";
    }
    return (name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name) + ":" + port;
  }
}
