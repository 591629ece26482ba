package io.github.threadleak.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request: collected by the handler, sent after it has returned. For one thread.
 */
public final class Response {
  private static final int GZIP_BUFFER_BYTES = 8 * 1024;

  private final List<Map.Entry<String, String>> headers = new ArrayList<>();
  private boolean gzip;
  private int status;
  private String contentType = "";
  private byte @Nullable [] bytes;
  private @Nullable Body body;

  private final BooleanSupplier abandoned;

  Response(BooleanSupplier abandoned) {
    this.abandoned = abandoned;
  }

  /** Whether the client still waits: for a handler that takes its time, before it answers. */
  public boolean isAwaited() {
    return !abandoned.getAsBoolean();
  }

  /**
   * Adds a header. Those of the protocol itself, and of the body's type and coding, are not the
   * handler's.
   */
  public void header(String name, String value) {
    headers.add(Map.entry(name, value));
  }

  /** Lets a body that is streamed be compressed if the client says that it takes gzip. */
  public void gzipIfAccepted(Request request) {
    header("Vary", "Accept-Encoding");
    gzip = acceptsGzip(request.header("Accept-Encoding"));
  }

  /** Answers with these bytes. */
  public void send(int status, String contentType, byte[] body) {
    claim(status, contentType);
    this.bytes = body;
  }

  /** Answers with this text in UTF-8. */
  public void send(int status, String contentType, String body) {
    send(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Answers 200 with what {@code body} writes, once the handler has returned; for HEAD it is not
   * called.
   */
  public void stream(String contentType, Body body) {
    claim(200, contentType);
    this.body = body;
  }

  private void claim(int status, String contentType) {
    if (this.status != 0) {
      throw new IllegalStateException("answered twice");
    }
    this.status = status;
    this.contentType = contentType;
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  List<Map.Entry<String, String>> headers() {
    return headers;
  }

  boolean isCompressed() {
    return gzip && body != null;
  }

  /** The body's length in bytes, or -1 if it is not known before it is written. */
  long length() {
    return bytes == null ? -1 : bytes.length;
  }

  void writeTo(OutputStream out) throws IOException {
    if (bytes != null) {
      out.write(bytes);
    } else if (body != null && gzip) {
      Gzip compressed = new Gzip(out);
      try {
        body.writeTo(compressed);
        compressed.finish();
      } finally {
        compressed.release();
      }
    } else if (body != null) {
      body.writeTo(out);
    }
  }

  private static boolean acceptsGzip(@Nullable String accepted) {
    if (accepted == null) {
      return false;
    }
    for (String coding : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = coding.trim().split("\\s*;\\s*", -1);
      if (parts[0].equals("gzip") || parts[0].equals("*")) {
        return parts.length == 1 || !parts[1].matches("q=0(\\.0*)?");
      }
    }
    return false;
  }

  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream out) throws IOException {
      super(out, GZIP_BUFFER_BYTES);
    }

    /**
     * Frees the native memory. Not close(): after a fault that would write the trailer of a whole
     * body.
     */
    void release() {
      def.end();
    }
  }
}
