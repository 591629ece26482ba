package io.github.threadleak.demo.service;

import io.github.threadleak.demo.scenario.AuditLog;
import io.github.threadleak.demo.scenario.AuditLogFixed;
import io.github.threadleak.demo.scenario.DedupCache;
import io.github.threadleak.demo.scenario.DedupCacheFixed;
import io.github.threadleak.demo.scenario.FanOut;
import io.github.threadleak.demo.scenario.FanOutFixed;
import io.github.threadleak.demo.scenario.Notifications;
import io.github.threadleak.demo.scenario.NotificationsFixed;
import io.github.threadleak.demo.scenario.PoolPerRequest;
import io.github.threadleak.demo.scenario.PoolPerRequestFixed;
import io.github.threadleak.demo.scenario.Subscription;
import io.github.threadleak.demo.scenario.TimeoutHandoff;
import io.github.threadleak.demo.scenario.TimeoutHandoffFixed;
import io.github.threadleak.demo.scenario.Upstream;
import io.github.threadleak.demo.scenario.Workers;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Handler;
import io.javalin.websocket.WsConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * The service: every scenario under its own path, {@code ?leak=on} and {@code ?leak=off} side by
 * side.
 *
 * <p>{@code --port N} (default 8080; 0 picks a free one), {@code --port-file PATH} receives the
 * port, {@code --stop-at-end-of-input} ends the service when its standard input does, and so with
 * whoever started it.
 */
public final class DemoService {
  private static final String SUBSCRIPTION = "subscription";

  private final Upstream upstream = new Upstream();
  private final Notifications leaking =
      new Notifications(Workers.named("pump"), Workers.named("heartbeat"));
  private final NotificationsFixed fixed =
      new NotificationsFixed(Workers.named("fixed-pump"), Workers.named("fixed-heartbeat"));

  private DemoService() {}

  public static void main(String[] arguments) throws IOException {
    int port = 8080;
    Path portFile = null;
    boolean stopAtEndOfInput = false;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--port" -> port = Integer.parseInt(arguments[++i]);
        case "--port-file" -> portFile = Path.of(arguments[++i]);
        case "--stop-at-end-of-input" -> stopAtEndOfInput = true;
        default -> throw new IllegalArgumentException("unknown argument " + arguments[i]);
      }
    }
    Javalin service = start(port);
    if (portFile != null) {
      // In one step, so that whoever polls the file never reads half a number.
      Path written = portFile.resolveSibling(portFile.getFileName() + ".new");
      Files.writeString(written, service.port() + "\n");
      Files.move(written, portFile, StandardCopyOption.ATOMIC_MOVE);
    }
    if (stopAtEndOfInput) {
      System.in.transferTo(OutputStream.nullOutputStream());
      // What leaked holds non-daemon pool workers, and would keep the JVM.
      System.exit(0);
    }
  }

  /** Starts the service on the loopback address; port 0 picks a free one. */
  public static Javalin start(int port) {
    DemoService service = new DemoService();
    return Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              service.addTo(config.routes);
            })
        .start("127.0.0.1", port);
  }

  private void addTo(RoutesConfig routes) {
    routes.get(
        "/timeout-handoff",
        either(
            new TimeoutHandoff(upstream, Workers.named("quote")),
            new TimeoutHandoffFixed(upstream, Workers.named("fixed-quote"))));
    routes.get(
        "/fan-out",
        either(
            new FanOut(upstream, Workers.named("fetch")),
            new FanOutFixed(upstream, Workers.named("fixed-fetch"))));
    routes.post(
        "/audit-log",
        either(
            new AuditLog(Workers.named("audit")), new AuditLogFixed(Workers.named("fixed-audit"))));
    routes.ws("/notifications", this::notifications);
    routes.post("/dedup-cache", either(new DedupCache(), new DedupCacheFixed()));
    routes.get(
        "/pool-per-request",
        either(new PoolPerRequest(upstream), new PoolPerRequestFixed(upstream)));
  }

  private void notifications(WsConfig socket) {
    socket.onConnect(
        client -> {
          JettySocket peer = new JettySocket(client);
          client.attribute(
              SUBSCRIPTION,
              leaks(client.queryParam("leak")) ? leaking.subscribe(peer) : fixed.subscribe(peer));
        });
    socket.onMessage(
        client -> {
          Subscription subscription = client.attribute(SUBSCRIPTION);
          if (subscription != null) {
            subscription.follow(client.message());
          }
        });
    socket.onClose(
        client -> {
          Subscription subscription = client.attribute(SUBSCRIPTION);
          if (subscription != null) {
            subscription.socketClosed();
          }
        });
  }

  private static Handler either(Handler leaking, Handler fixed) {
    return request -> (leaks(request.queryParam("leak")) ? leaking : fixed).handle(request);
  }

  private static boolean leaks(@Nullable String leak) {
    if ("on".equals(leak)) {
      return true;
    }
    if ("off".equals(leak)) {
      return false;
    }
    throw new BadRequestResponse("leak must be on or off, not " + leak);
  }
}
