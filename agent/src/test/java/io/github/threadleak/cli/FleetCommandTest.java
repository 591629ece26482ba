package io.github.threadleak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fleet} against answers made by hand; FleetIT asks a real Prometheus. */
class FleetCommandTest {
  private static final String LINE =
      "'job':'orders','site':'7f3a09c1','culprit':'com.acme.Audit.record(Audit.java:17)'";

  private final PrintStream outBefore = System.out;
  private final PrintStream errBefore = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** The results by what the query begins with; the first that fits, or none. */
  private final Map<String, String> results = new LinkedHashMap<>();

  private final List<String> headers = new CopyOnWriteArrayList<>();
  private final List<String> times = new CopyOnWriteArrayList<>();
  private String warnings = "";
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/prom/api/v1/query", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    System.setOut(outBefore);
    System.setErr(errBefore);
  }

  @Test
  void saysThatNothingLeaks() {
    results.put(
        "count by (job) (threadleak_agent_info)", "{'metric':{'job':'a'},'value':[1000.5,'3']}");
    results.put("count(job_site:threadleak_site_threads:sum)", value("", 9));

    assertThat(run("fleet", "--prometheus", url())).as(errors()).isZero();
    assertThat(text())
        .isEqualTo(
            url()
                + ": 3 JVMs with the agent in a, 6h back from 1970-01-01T00:16:40Z\nno line leaks threads\n");
    assertThat(errors()).isEmpty();
  }

  @Test
  void asksAllAtTheMomentOfTheFirstAnswer() {
    results.put(
        "count by (job) (threadleak_agent_info)", "{'metric':{'job':'a'},'value':[1000.5,'3']}");

    run("fleet", "--prometheus", url());

    assertThat(times.get(0)).isEmpty();
    assertThat(times.subList(1, times.size())).isNotEmpty().containsOnly("1000.5");
  }

  @Test
  void showsALineThatLeakedBeforeItsJvmWasRestarted() {
    results.put("count by (job) (threadleak_agent_info)", value("'job':'orders'", 3));
    results.put("count(job_site:threadleak_site_threads:sum)", value("", 9));
    results.put(
        "max_over_time((sum without (verdict) (job_site:threadleak_leaked_threads:sum))[2h:20s]) > 0",
        value(LINE, 412));
    results.put(
        "max_over_time((job_site:threadleak_leaked_threads:instances)[2h:20s]) > 0",
        value(LINE, 2));
    results.put(
        "max_over_time((job_site:threadleak_leaked_threads:sum)[2h:20s]) > 0 or",
        value(LINE + ",'verdict':'stuck'", 412));

    assertThat(run("fleet", "--prometheus", url(), "--since", "2h")).as(errors()).isEqualTo(1);
    assertThat(text().lines().toList().get(2))
        .startsWith(
            "0 (412)     0       -   2/0  stuck    7f3a09c1  orders  -        com.acme.Audit.record(Audit.java:17)");
  }

  @Test
  void countsWhatTheCollectorTook() {
    results.put("count by (job) (threadleak_agent_info)", value("'job':'orders'", 3));
    results.put("count(job_site:threadleak_site_threads:sum)", value("", 9));
    results.put(
        "sum by (job, site, culprit) ((threadleak_collected_while_parked_total unless",
        value(LINE, 30));

    assertThat(run("fleet", "--prometheus", url(), "--format", "json")).as(errors()).isEqualTo(1);
    assertThat(text()).contains("\"collectedWhileParked\": 30", "\"vanished\"", "\"leaked\": 0");
  }

  @Test
  void passesOnWhatTheServerWarnsOf() {
    results.put("count by (job) (threadleak_agent_info)", value("'job':'orders'", 3));
    results.put("count(job_site:threadleak_site_threads:sum)", value("", 9));
    warnings = ",'warnings':['store-7 \\u001b did not answer']";

    assertThat(run("fleet", "--prometheus", url())).isZero();
    assertThat(errors()).isEqualTo("threadleak: store-7 ? did not answer\n");
  }

  @Test
  void sendsHeaders() {
    run("fleet", "--prometheus", url(), "--header", "X-Scope-OrgID=tenant-1");

    assertThat(headers).isNotEmpty().containsOnly("tenant-1");
  }

  @Test
  void failsWhereNoJvmHasTheAgent() {
    assertThat(run("fleet", "--prometheus", url())).isEqualTo(3);
    assertThat(errors()).isEqualTo("threadleak: " + url() + " has no JVM with the agent\n");
  }

  @Test
  void failsWhereSomethingElseAnswers() {
    server.removeContext("/prom/api/v1/query");
    server.createContext(
        "/prom",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("<html>".getBytes(UTF_8));
          exchange.close();
        });

    assertThat(run("fleet", "--prometheus", url())).isEqualTo(3);
    assertThat(errors()).contains("does not answer as Prometheus does").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "--prometheus=localhost:9090, --prometheus must be an http(s) URL",
    "--prometheus=http://x --since=6, --since must be a duration",
    "--prometheus=http://x --since=6h] or x, --since must be a duration",
    "--prometheus=http://x --top=0, --top must be at least 1",
    "--top=3, --prometheus",
  })
  void refusesWhatItCannotUse(String arguments, String line) {
    assertThat(run(("fleet " + arguments).split(" ", arguments.contains("]") ? 3 : -1)))
        .isEqualTo(2);
    assertThat(errors()).contains(line).hasLineCount(1);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = "";
    String time = "";
    for (String parameter : exchange.getRequestURI().getRawQuery().split("&")) {
      String[] words = parameter.split("=", 2);
      if (words[0].equals("query")) {
        query = URLDecoder.decode(words[1], UTF_8);
      } else {
        time = words[1];
      }
    }
    times.add(time);
    String tenant = exchange.getRequestHeaders().getFirst("X-Scope-OrgID");
    if (tenant != null) {
      headers.add(tenant);
    }
    String result = "";
    for (Map.Entry<String, String> known : results.entrySet()) {
      if (query.startsWith(known.getKey())) {
        result = known.getValue();
        break;
      }
    }
    byte[] answer =
        ("{'status':'success','data':{'resultType':'vector','result':["
                + result
                + "]}"
                + warnings
                + "}")
            .replace('\'', '"')
            .getBytes(UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private static String value(String labels, long value) {
    return "{'metric':{" + labels + "},'value':[1000,'" + value + "']}";
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/prom";
  }

  private static int run(String... arguments) {
    return CommandLineMain.run(new File("threadleak-agent.jar"), arguments);
  }

  private String text() {
    return out.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }

  private String errors() {
    return err.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
