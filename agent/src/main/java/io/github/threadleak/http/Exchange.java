package io.github.threadleak.http;

import io.github.threadleak.config.Log;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponseInterceptor;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.HttpProcessors;
import org.apache.hc.core5.http.impl.ServerSupport;
import org.apache.hc.core5.http.impl.io.DefaultClassicHttpResponseFactory;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.io.HttpRequestHandler;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.jspecify.annotations.Nullable;

/** Turns the HTTP library's request into ours, finds who answers it, and turns the answer back. */
final class Exchange implements HttpRequestHandler {
  private static final int LONGEST_BODY = 64 * 1024;

  /** How much of a body that is too long is still read, so that the client gets to read why. */
  private static final int LONGEST_DRAIN = 1024 * 1024;

  private static final String PLAIN_TEXT = "text/plain; charset=utf-8";

  private final Factory shared;
  private final Connection connection;

  private Exchange(Factory shared, Connection connection) {
    this.shared = shared;
    this.connection = connection;
  }

  @Override
  public void handle(ClassicHttpRequest incoming, ClassicHttpResponse outgoing, HttpContext context)
      throws HttpException, IOException {
    byte[] body = body(incoming.getEntity());
    connection.received();
    Response response = new Response(connection::isAbandoned);
    try {
      Request request =
          Request.of(incoming.getMethod(), incoming.getPath(), headers(incoming), body);
      shared.guard.admit(request);
      Handler handler = shared.routes.find(request);
      shared.guard.admitChange(request);
      handler.handle(request, response);
      if (response.status() == 0) {
        throw new IllegalStateException("no answer to " + request.path());
      }
    } catch (HttpError error) {
      response = of(error);
    } catch (Throwable fault) {
      response = of(fault(fault));
    }
    fill(outgoing, response);
  }

  private HttpError fault(Throwable fault) {
    shared.onFault.run();
    shared.log.debug("a request failed: " + fault);
    return new HttpError(500, "internal error: " + fault.getClass().getName());
  }

  private static Map<String, String> headers(ClassicHttpRequest incoming) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : incoming.getHeaders()) {
      String value = header.getValue();
      headers.putIfAbsent(header.getName(), value == null ? "" : value);
    }
    return headers;
  }

  private static byte[] body(@Nullable HttpEntity entity) throws HttpException, IOException {
    if (entity == null) {
      return new byte[0];
    }
    // Not closed: that would read on to the end of a body that is too long.
    InputStream in = entity.getContent();
    byte[] body = in.readNBytes(LONGEST_BODY + 1);
    if (body.length > LONGEST_BODY) {
      for (long drained = 0, n = 1; n > 0 && drained < LONGEST_DRAIN; drained += n) {
        n = in.readNBytes(body, 0, body.length);
      }
      throw new TooLong();
    }
    return body;
  }

  private static Response of(HttpError error) {
    Response response = new Response(() -> false);
    for (Map.Entry<String, String> header : error.headers()) {
      response.header(header.getKey(), header.getValue());
    }
    response.send(error.status(), PLAIN_TEXT, error.body());
    return response;
  }

  private void fill(ClassicHttpResponse outgoing, Response response) {
    outgoing.setCode(response.status());
    for (Map.Entry<String, String> header : response.headers()) {
      outgoing.addHeader(header.getKey(), header.getValue());
    }
    outgoing.setEntity(new Entity(response, this::write));
  }

  private void write(Response response, OutputStream out) throws IOException {
    Client client = new Client(out);
    try {
      response.writeTo(client);
    } catch (Throwable fault) {
      // Before the library closes the body's stream, which would write the mark of a whole one.
      connection.breakOff();
      if (!client.isGone) {
        shared.onFault.run();
        shared.log.debug("an answer broke off: " + fault);
      }
      throw new IOException("broken off", fault);
    }
  }

  /** What the exchanges of one listener share. */
  static final class Factory {
    private static final HttpProcessor PROCESSOR =
        HttpProcessors.customServer("threadleak")
            .add(
                (HttpResponseInterceptor)
                    (response, entity, context) -> {
                      response.setHeader("X-Content-Type-Options", "nosniff");
                      response.setHeader("Cache-Control", "no-store");
                    })
            .build();

    private final Guard guard;
    private final Routes routes;
    private final Runnable onFault;
    private final Log log;

    Factory(Guard guard, Routes routes, Runnable onFault, Log log) {
      this.guard = guard;
      this.routes = routes;
      this.onFault = onFault;
      this.log = log;
    }

    /** The service that answers what comes over this connection. */
    HttpService over(Connection connection) {
      Exchange exchange = new Exchange(this, connection);
      return new HttpService(
          PROCESSOR,
          (request, context) -> exchange,
          DefaultConnectionReuseStrategy.INSTANCE,
          DefaultClassicHttpResponseFactory.INSTANCE) {
        @Override
        protected void handleException(HttpException refused, ClassicHttpResponse outgoing) {
          connection.received();
          int status = refused instanceof TooLong ? 413 : ServerSupport.toStatusCode(refused);
          String line = refused.getMessage();
          exchange.fill(outgoing, of(new HttpError(status, line == null ? "refused" : line)));
        }
      };
    }
  }

  private static final class TooLong extends HttpException {
    private static final long serialVersionUID = 1L;

    TooLong() {
      super("the request's body is longer than " + LONGEST_BODY + " bytes");
    }
  }

  /** Tells a client that is gone from a body that failed. */
  private static final class Client extends FilterOutputStream {
    private boolean isGone;

    Client(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException gone) {
        isGone = true;
        throw gone;
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException gone) {
        isGone = true;
        throw gone;
      }
    }

    @Override
    public void close() {
      // The connection's to close.
    }
  }

  private interface Writer {
    void write(Response response, OutputStream out) throws IOException;
  }

  private static final class Entity extends AbstractHttpEntity {
    private final Response response;
    private final Writer writer;

    Entity(Response response, Writer writer) {
      super(response.contentType(), response.isCompressed() ? "gzip" : null, response.length() < 0);
      this.response = response;
      this.writer = writer;
    }

    @Override
    public long getContentLength() {
      return response.length();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      writer.write(response, out);
    }

    @Override
    public boolean isStreaming() {
      return false;
    }

    @Override
    public boolean isRepeatable() {
      return false;
    }

    @Override
    public InputStream getContent() {
      throw new UnsupportedOperationException("it is written, not read");
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
