package io.github.threadleak.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which handler answers which path. Filled before the listener opens, only read from then on. */
public final class Routes {
  private static final String ANYTHING_BELOW = "/*";

  /** By path, then by method. */
  private final Map<String, Map<String, Handler>> exact = new LinkedHashMap<>();

  /** By the prefix that ends in a slash, then by method. */
  private final Map<String, Map<String, Handler>> below = new LinkedHashMap<>();

  /**
   * Has a handler answer a path.
   *
   * @param method in capitals; {@code GET} answers {@code HEAD} too
   * @param path exactly this one, or, ending in {@code /*}, everything below it that no other route
   *     names more closely
   * @return this
   */
  public Routes register(String method, String path, Handler handler) {
    boolean isPrefix = path.endsWith(ANYTHING_BELOW);
    Map<String, Map<String, Handler>> table = isPrefix ? below : exact;
    String key = isPrefix ? path.substring(0, path.length() - 1) : path;
    Map<String, Handler> methods = table.computeIfAbsent(key, k -> new LinkedHashMap<>());
    if (methods.putIfAbsent(method, handler) != null) {
      throw new IllegalArgumentException(method + " " + path + " is registered twice");
    }
    return this;
  }

  Handler find(Request request) throws HttpError {
    Map<String, Handler> methods = methods(request.path());
    if (methods == null) {
      throw new HttpError(404, "there is nothing at " + request.path());
    }
    String method = request.method().equals("HEAD") ? "GET" : request.method();
    Handler handler = methods.get(method);
    if (handler == null) {
      TreeSet<String> allowed = new TreeSet<>(methods.keySet());
      if (allowed.contains("GET")) {
        allowed.add("HEAD");
      }
      String list = String.join(", ", allowed);
      throw new HttpError(
              405, request.path() + " does not answer " + request.method() + ", only " + list)
          .with("Allow", list);
    }
    return handler;
  }

  private @Nullable Map<String, Handler> methods(String path) {
    Map<String, Handler> found = exact.get(path);
    if (found != null) {
      return found;
    }
    int longest = 0;
    for (Map.Entry<String, Map<String, Handler>> entry : below.entrySet()) {
      String prefix = entry.getKey();
      if (path.startsWith(prefix) && prefix.length() > longest) {
        longest = prefix.length();
        found = entry.getValue();
      }
    }
    return found;
  }
}
