package io.github.threadleak.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request, read in full. Immutable but for the body's bytes. */
public final class Request {
  private final String method;
  private final String path;
  private final Map<String, String> parameters;
  private final Map<String, String> headers;
  private final byte[] body;

  private Request(
      String method,
      String path,
      Map<String, String> parameters,
      Map<String, String> headers,
      byte[] body) {
    this.method = method;
    this.path = path;
    this.parameters = parameters;
    this.headers = headers;
    this.body = body;
  }

  /**
   * Takes a request apart.
   *
   * @param target path and query as on the request line, percent-encoded
   * @param headers by name in any case
   * @throws HttpError 400 if the target is not to be decoded or repeats a parameter
   */
  public static Request of(String method, String target, Map<String, String> headers, byte[] body)
      throws HttpError {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    if (!path.startsWith("/")) {
      throw new HttpError(400, "the request's target must be a path, not " + path);
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    if (question >= 0) {
      for (String pair : target.substring(question + 1).split("&", -1)) {
        if (!pair.isEmpty()) {
          int equals = pair.indexOf('=');
          String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
          String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
          if (parameters.putIfAbsent(name, value) != null) {
            throw new HttpError(400, "parameter " + name + " is given more than once");
          }
        }
      }
    }
    Map<String, String> byLowerCase = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : headers.entrySet()) {
      byLowerCase.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
    }
    return new Request(
        method,
        decoded(path.replace("+", "%2B")),
        Collections.unmodifiableMap(parameters),
        byLowerCase,
        body);
  }

  /** The method in capitals, {@code HEAD} included. */
  public String method() {
    return method;
  }

  /** The decoded path, starting with a slash. */
  public String path() {
    return path;
  }

  /**
   * The decoded query in its order; a parameter without a value has the empty one. Unmodifiable.
   */
  public Map<String, String> parameters() {
    return parameters;
  }

  /** The value of a query parameter, or null. */
  public @Nullable String parameter(String name) {
    return parameters.get(name);
  }

  /** The first header of that name, in any case, or null. */
  public @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  /** The body, at most 64 KB; empty where there is none. */
  public byte[] body() {
    return body;
  }

  private static String decoded(String text) throws HttpError {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new HttpError(400, "not percent-encoded: " + text);
    }
  }
}
