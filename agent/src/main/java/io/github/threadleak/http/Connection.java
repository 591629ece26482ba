package io.github.threadleak.http;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One accepted connection and the requests that come over it. One worker serves it; the accepting
 * thread may cut it or evict it at any time.
 */
final class Connection {
  private static final Http1Config LIMITS =
      Http1Config.custom()
          .setBufferSize(16 * 1024)
          .setChunkSizeHint(8 * 1024)
          .setMaxLineLength(8 * 1024)
          .setMaxHeaderCount(100)
          .setMaxEmptyLineCount(10)
          .build();

  /**
   * A client that has just connected is given this part of the timeout to speak before it counts as
   * idle.
   */
  private static final int GRACE_PART = 30;

  private enum State {
    /** No byte of a request has come. */
    IDLE,
    /** A request is coming in or being answered. */
    BUSY,
    EVICTED
  }

  private final WatchedSocket socket;
  private final @Nullable SSLContext tls;
  private final Exchange.Factory exchanges;
  private final Workers workers;
  private final Timeout timeout;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

  /** Set by the worker that serves it, before the first request. */
  private @Nullable DefaultBHttpServerConnection serving;

  private volatile boolean answeredOnce;
  private volatile long idleSince = System.nanoTime();

  /** When what the client is to send became due to begin, made odd; 0 while it is our turn. */
  private volatile long receivingSince = idleSince | 1;

  Connection(
      WatchedSocket socket,
      @Nullable SSLContext tls,
      Exchange.Factory exchanges,
      Workers workers,
      Timeout timeout) {
    this.socket = socket;
    this.tls = tls;
    this.exchanges = exchanges;
    this.workers = workers;
    this.timeout = timeout;
  }

  /** Serves requests until one side has enough. Throws errors only. */
  void serve() {
    try (DefaultBHttpServerConnection http =
        new DefaultBHttpServerConnection(tls == null ? "http" : "https", LIMITS)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(timeout.toMillisecondsIntBound());
      bind(http);
      serving = http;
      HttpService service = exchanges.over(this);
      while (http.isDataAvailable(timeout) && state.compareAndSet(State.IDLE, State.BUSY)) {
        receivingSince = System.nanoTime() | 1;
        service.handleRequest(http, HttpCoreContext.create());
        if (!http.isOpen()) {
          return;
        }
        answeredOnce = true;
        idleSince = System.nanoTime();
        receivingSince = idleSince | 1;
        state.set(State.IDLE);
        workers.connectionIsIdle();
      }
    } catch (IOException | HttpException gone) {
      // The client hung up, was cut, or spoke something that is not HTTP: its own affair.
    }
  }

  private void bind(DefaultBHttpServerConnection http) throws IOException {
    if (tls == null) {
      http.bind(socket);
    } else {
      SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
      secure.startHandshake();
      http.bind(secure, socket);
    }
  }

  /** Says that the request has been read in full: what follows takes as long as it takes. */
  void received() {
    receivingSince = 0;
  }

  /** Whether the client has hung up while its request is being answered. For the worker alone. */
  boolean isAbandoned() {
    DefaultBHttpServerConnection http = serving;
    try {
      return http == null || http.isStale();
    } catch (IOException broken) {
      return true;
    }
  }

  /** Breaks the connection off in the middle of an answer. */
  void breakOff() {
    socket.reset();
  }

  void close() {
    socket.shut();
  }

  void cutIfOverdue(long now, long nanos) {
    long since = receivingSince;
    if (socket.isStalled(nanos)) {
      socket.reset();
    } else if (since != 0 && now - since > nanos) {
      socket.shut();
    }
  }

  boolean isIdle(long timeoutNanos) {
    return state.get() == State.IDLE
        && (answeredOnce || System.nanoTime() - idleSince > timeoutNanos / GRACE_PART);
  }

  long idleSince() {
    return idleSince;
  }

  boolean isEvicted() {
    return state.get() == State.EVICTED;
  }

  /** Closes it unless a request has begun to arrive. */
  void evict() {
    if (state.compareAndSet(State.IDLE, State.EVICTED)) {
      socket.shut();
    }
  }
}
