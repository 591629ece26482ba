package io.github.threadleak.http;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides whether a request may be answered at all. Immutable. */
final class Guard {
  private static final String HEALTH = "/healthz";
  private static final String METRICS = "/metrics";

  private final String host;
  private final InetAddress address;
  private final byte @Nullable [] token;

  /**
   * @param host as the user named the address to bind
   * @param address what that is
   * @param token what every request must carry, or null
   */
  Guard(String host, InetAddress address, @Nullable String token) {
    this.host = withoutBrackets(host.toLowerCase(Locale.ROOT));
    this.address = address;
    this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Whether anybody on the network could ask for anything: only health and metrics are answered
   * then.
   */
  boolean isExposed() {
    return !address.isLoopbackAddress() && token == null;
  }

  /**
   * Refuses a request that comes from the wrong place or without the token.
   *
   * @throws HttpError 401 or 403
   */
  void admit(Request request) throws HttpError {
    String name = request.header("Host");
    if (address.isLoopbackAddress() && !isOurs(name)) {
      // A page of another site can make its own name resolve to 127.0.0.1; its browser still sends
      // that name.
      throw new HttpError(
          403,
          "the Host header must name a loopback address, not " + (name == null ? "none" : name));
    }
    if (isExposed() && !request.path().equals(HEALTH) && !request.path().equals(METRICS)) {
      throw new HttpError(
          403,
          "only "
              + METRICS
              + " and "
              + HEALTH
              + " are open: the agent listens on "
              + host
              + ", not a loopback address, without a token-file");
    }
    if (token != null && !request.path().equals(HEALTH)) {
      byte[] given = credentials(request.header("Authorization"));
      if (given == null || !MessageDigest.isEqual(given, token)) {
        throw new HttpError(401, given == null ? "a token is needed" : "not the token")
            .with("WWW-Authenticate", "Basic realm=\"threadleak\"")
            .with("WWW-Authenticate", "Bearer realm=\"threadleak\"");
      }
    }
  }

  /**
   * Refuses a POST that a page of another site could have made its visitor's browser send.
   *
   * @throws HttpError 403 or 415
   */
  void admitChange(Request request) throws HttpError {
    if (!request.method().equals("POST")) {
      return;
    }
    String type = request.header("Content-Type");
    String essence = type == null ? "none" : type.split(";", 2)[0].trim();
    if (!essence.equalsIgnoreCase("application/json")) {
      throw new HttpError(415, "POST needs Content-Type: application/json, not " + essence);
    }
    if (!"1".equals(request.header("X-Threadleak"))) {
      throw new HttpError(403, "POST needs the header X-Threadleak: 1");
    }
  }

  private static byte @Nullable [] credentials(@Nullable String authorization) {
    if (authorization == null) {
      return null;
    }
    String[] parts = authorization.trim().split(" +", 2);
    if (parts.length < 2) {
      return null;
    }
    if (parts[0].equalsIgnoreCase("Bearer")) {
      return parts[1].getBytes(StandardCharsets.UTF_8);
    }
    if (!parts[0].equalsIgnoreCase("Basic")) {
      return null;
    }
    try {
      String pair = new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? null : pair.substring(colon + 1).getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private boolean isOurs(@Nullable String hostHeader) {
    if (hostHeader == null) {
      return false;
    }
    String name = withoutPort(hostHeader.trim().toLowerCase(Locale.ROOT));
    return name != null
        && (name.equals("localhost")
            || name.equals("::1")
            || name.equals(host)
            || name.equals(address.getHostAddress())
            || isLoopbackLiteral(name));
  }

  /** The name without port and brackets, or null if that is no port. */
  private static @Nullable String withoutPort(String name) {
    int bracket = name.lastIndexOf(']');
    int colon = name.indexOf(':', bracket + 1);
    if (colon < 0) {
      return withoutBrackets(name);
    }
    for (int i = colon + 1; i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return null;
      }
    }
    return withoutBrackets(name.substring(0, colon));
  }

  private static String withoutBrackets(String name) {
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }

  /** Whether this is 127.a.b.c in digits; 127.0.0.1.example.org is somebody's name. */
  private static boolean isLoopbackLiteral(String name) {
    String[] parts = name.split("\\.", -1);
    if (parts.length != 4 || !parts[0].equals("127")) {
      return false;
    }
    for (String part : parts) {
      if (!part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }
}
