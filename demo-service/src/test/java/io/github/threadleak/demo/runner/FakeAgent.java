package io.github.threadleak.demo.runner;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.threadleak.demo.JvmThreads;
import io.github.threadleak.demo.LeakSite;
import io.github.threadleak.demo.Scenario;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An agent that cheats: it knows the service's thread names, counts the real threads by them, and
 * names the lines that it reads in the source. The environment variable {@code FAKE_AGENT_HIDES}
 * holds a thread name that it does not see, {@code FAKE_AGENT_AUDIT_REASON} what it takes the audit
 * log's threads to wait for.
 */
public final class FakeAgent {
  private static final Pattern WORKER =
      Pattern.compile("((?:fixed-)?(?:quote|fetch|audit|pump|heartbeat))-\\d+");
  private static final Pattern POOLED = Pattern.compile("pool-(\\d+)-thread-\\d+");

  private FakeAgent() {}

  public static void premain(String arguments) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext(
        "/metrics",
        exchange ->
            answer(
                exchange,
                "threadleak_threads{kind=\"platform\"} " + JvmThreads.names().size() + "\n"));
    server.createContext("/debug/pprof/threads", exchange -> answer(exchange, dump()));
    String pools = Dumps.poolsJson(Scenario.POOL_PER_REQUEST.leakSites());
    server.createContext("/api/v1/pools", exchange -> answer(exchange, pools));
    server.setExecutor(Executors.newCachedThreadPool(task -> new Thread(task, "fake-agent")));
    server.start();
    String portFile =
        Stream.of(arguments.split(","))
            .filter(option -> option.startsWith("port-file="))
            .findFirst()
            .orElseThrow()
            .substring("port-file=".length());
    Files.writeString(Path.of(portFile), server.getAddress().getPort() + "\n");
  }

  private static String dump() {
    Map<String, Long> workers = new TreeMap<>();
    Map<Integer, Long> pools = new TreeMap<>();
    for (String thread : JvmThreads.names()) {
      Matcher worker = WORKER.matcher(thread);
      Matcher pooled = POOLED.matcher(thread);
      if (worker.matches()) {
        workers.merge(worker.group(1), 1L, Long::sum);
      } else if (pooled.matches()) {
        pools.merge(Integer.parseInt(pooled.group(1)), 1L, Long::sum);
      }
    }
    workers.remove(System.getenv().getOrDefault("FAKE_AGENT_HIDES", ""));
    Dumps dumps = new Dumps().unknown(3);
    workers.forEach((worker, count) -> add(dumps, worker, count));
    boolean first = true;
    long leaked = 0;
    for (long workersOfPool : pools.values()) {
      // The fixed service makes the pool that it shares before the first request comes.
      if (first) {
        dumps.spawned(workersOfPool, fixed(Scenario.POOL_PER_REQUEST));
      } else {
        leaked += workersOfPool;
      }
      first = false;
    }
    if (leaked > 0) {
      dumps.leaked(leaked, leak(Scenario.POOL_PER_REQUEST, 0));
    }
    return dumps.json();
  }

  private static void add(Dumps dumps, String worker, long count) {
    switch (worker) {
      case "quote" -> dumps.leaked(count, leak(Scenario.TIMEOUT_HANDOFF, 0));
      case "fetch" -> dumps.leaked(count, leak(Scenario.FAN_OUT, 0));
      case "audit" -> addAudit(dumps, count);
      case "pump" -> dumps.leaked(count, leak(Scenario.NOTIFICATIONS, 0));
      case "heartbeat" -> dumps.leaked(count, leak(Scenario.NOTIFICATIONS, 1));
      case "fixed-quote" -> dumps.spawned(count, fixed(Scenario.TIMEOUT_HANDOFF));
      case "fixed-fetch" -> dumps.spawned(count, fixed(Scenario.FAN_OUT));
      case "fixed-audit" -> dumps.spawned(count, fixed(Scenario.AUDIT_LOG));
      default -> dumps.spawned(count, fixed(Scenario.NOTIFICATIONS));
    }
  }

  private static void addAudit(Dumps dumps, long count) {
    LeakSite site = leak(Scenario.AUDIT_LOG, 0);
    String reason = System.getenv("FAKE_AGENT_AUDIT_REASON");
    if (reason == null) {
      dumps.leaked(count, site);
    } else {
      dumps.leaked(count, site, reason, ArrayBlockingQueue.class.getName(), 1);
    }
  }

  private static LeakSite leak(Scenario scenario, int index) {
    return scenario.leakSites().get(index);
  }

  private static String fixed(Scenario scenario) {
    return Dumps.culprit(scenario.fixed(), "<init>", 1);
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
