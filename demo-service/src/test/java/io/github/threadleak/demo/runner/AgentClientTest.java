package io.github.threadleak.demo.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.threadleak.demo.Scenario;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgentClientTest {
  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final AtomicInteger busy = new AtomicInteger();
  private HttpServer fake;
  private AgentClient agent;

  @BeforeEach
  void startFakeAgent() throws IOException {
    fake = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    fake.createContext(
        "/",
        exchange -> {
          String page = pages.get(exchange.getRequestURI().toString());
          int status = busy.getAndDecrement() > 0 ? 429 : page == null ? 404 : 200;
          byte[] body = (status == 200 ? page : "no\n").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    fake.start();
    agent = new AgentClient(URI.create("http://127.0.0.1:" + fake.getAddress().getPort() + "/"));
  }

  @AfterEach
  void stopFakeAgent() {
    fake.stop(0);
  }

  @Test
  void readsDumpPoolsAndGauges() throws Exception {
    pages.put("/debug/pprof/threads?format=json", new Dumps().unknown(7).json());
    pages.put("/metrics", "threadleak_threads{kind=\"platform\"} 7\n");
    assertThat(agent.threads().groups()).hasSize(1);
    assertThat(agent.gauges().platformThreads()).isEqualTo(7);
    pages.put("/api/v1/pools", Dumps.poolsJson(Scenario.POOL_PER_REQUEST.leakSites()));
    assertThat(agent.pools().rows())
        .extracting(PoolList.Row::summary)
        .containsExactly("2 pools from PoolPerRequest");
  }

  @Test
  void waitsWhileSomeoneElseReadsADump() throws Exception {
    pages.put("/debug/pprof/threads?format=json", new Dumps().unknown(7).json());
    busy.set(1);
    assertThat(agent.threads().groups()).hasSize(1);
  }

  @Test
  void saysWhatTheAgentAnswered() {
    assertThatThrownBy(agent::gauges)
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("/metrics answered 404 no");
    pages.put("/debug/pprof/threads?format=json", "[]");
    assertThatThrownBy(agent::threads)
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("format=json is not a dump: the document has no groups");
    pages.put("/api/v1/pools", "{}");
    assertThatThrownBy(agent::pools)
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("/api/v1/pools is no list of pools: the document has no pools");
  }
}
