package io.github.threadleak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiffCommandTest {
  private static final String QUEUE =
      "{'count':N,'kind':'virtual','reason':'queue put','verdict':'suspected','verdictDetail':'+9/h',"
          + "'spawn':{'siteId':'23e636aa','culprit':'com.acme.AuditLogger.record(AuditLogger.java:10)',"
          + "'stack':[{'class':'java.lang.Thread','method':'start','module':'java.base'},"
          + "{'class':'com.acme.AuditLogger','method':'record'}]},"
          + "'parkedStack':[{'class':'x','method':'y'}]}";
  private static final String WORKERS =
      "{'count':N,'kind':'platform','reason':'idle pool worker','verdict':'idle',"
          + "'spawn':{'siteId':'55133fb7','culprit':'com.acme.Reports.render(Reports.java:10)','stack':[]}}";
  private static final String COMMON_POOL =
      "{'count':N,'kind':'platform','reason':'idle pool worker','verdict':'idle',"
          + "'spawn':{'siteId':'e39bcc31','culprit':'java.util.concurrent.ForkJoinPool.<clinit>(ForkJoinPool.java:4420)',"
          + "'stack':[{'class':'java.util.concurrent.ForkJoinPool','method':'<clinit>','module':'java.base'}]}}";
  private static final String OLDER =
      "{'count':N,'kind':'platform','reason':'sleep','verdict':'ok','spawnUnknown':'started before the agent'}";
  private static final String IGNORED =
      "{'count':N,'kind':'platform','reason':'latch','verdict':'ok','verdictDetail':'ignored by poll-*',"
          + "'spawn':{'siteId':'11111111','culprit':'com.acme.Poll.go(Poll.java:1)','stack':[]}}";
  private static final String NOT_CAPTURED =
      "{'count':N,'kind':'platform','reason':'latch','verdict':'ok','spawnUnknown':'spawn stack not captured'}";

  private final PrintStream outBefore = System.out;
  private final PrintStream errBefore = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir Path directory;

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
  }

  @AfterEach
  void stop() {
    System.setOut(outBefore);
    System.setErr(errBefore);
  }

  @Test
  void printsALineForEachSiteThatChanged() throws IOException {
    Path before =
        dump("before", 7, "10:00", group(QUEUE, 5), group(WORKERS, 12), group(COMMON_POOL, 1));
    Path after =
        dump(
            "after",
            7,
            "11:00",
            group(QUEUE, 200),
            group(QUEUE.replace("queue put", "latch").replace("suspected", "stuck"), 4),
            group(WORKERS, 2),
            group(COMMON_POOL, 3),
            group(OLDER, 4));

    assertThat(run("diff", before.toString(), after.toString())).isEqualTo(1);
    assertThat(text())
        .isEqualTo(
            """
            before  DIR/before: 18 threads at 2026-11-21T10:00:00Z, pid 7, Acme 25
            now     DIR/after: 213 threads at 2026-11-21T11:00:00Z, pid 7, Acme 25
            CHANGE  BEFORE  NOW  KIND      REASON                         SITE      CULPRIT
              +199       5  204  virtual   queue put, stuck               23e636aa  com.acme.AuditLogger.record(AuditLogger.java:10)
                +4       0    4  platform  sleep, not counted             -         started before the agent
                +2       1    3  platform  idle pool worker, not counted  e39bcc31  java.util.concurrent.ForkJoinPool.<clinit>(ForkJoinPool.java:4420)
               -10      12    2  platform  idle pool worker               55133fb7  com.acme.Reports.render(Reports.java:10)
            """);
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void takesTheOlderForWhatWasBefore() throws IOException {
    Path before = dump("before", 7, "10:00", group(QUEUE, 5));
    Path after = dump("after", 7, "11:00", group(QUEUE, 6));

    assertThat(run("diff", after.toString(), before.toString())).isEqualTo(1);
    assertThat(text()).startsWith("before  DIR/before: 5 threads").contains("    +1       5");
  }

  @ParameterizedTest
  @CsvSource({
    "WORKERS, 1",
    "QUEUE, 1",
    "NOT_CAPTURED, 1",
    "COMMON_POOL, 0",
    "OLDER, 0",
    "IGNORED, 0",
  })
  void countsWhatMayBeSomebodysLeak(String which, int status) throws IOException {
    String group =
        switch (which) {
          case "WORKERS" -> WORKERS;
          case "QUEUE" -> QUEUE;
          case "NOT_CAPTURED" -> NOT_CAPTURED;
          case "COMMON_POOL" -> COMMON_POOL;
          case "OLDER" -> OLDER;
          default -> IGNORED;
        };
    Path before = dump("before", 7, "10:00", group(group, 5));
    Path after = dump("after", 7, "11:00", group(group, 6));

    assertThat(run("diff", before.toString(), after.toString())).isEqualTo(status);
    assertThat(text()).contains("    +1       5");
  }

  @Test
  void findsNothingWhereNothingGrew() throws IOException {
    Path before = dump("before", 7, "10:00", group(QUEUE, 5), group(WORKERS, 3));
    Path after = dump("after", 7, "11:00", group(WORKERS, 3), group(QUEUE, 4));

    assertThat(run("diff", before.toString(), after.toString())).isZero();
    assertThat(run("diff", before.toString(), before.toString())).isZero();
    assertThat(text()).contains("    -1       5").contains("no site has more or fewer threads");
  }

  @Test
  void notesWhatDoesNotCompare() throws IOException {
    Path before = dump("before", 7, "10:00", group(QUEUE, 5));
    Path after = dump("after", 8, "11:00", group(QUEUE, 5));
    String other =
        Files.readString(after)
            .replace("Acme", "Umbrella")
            .replace("'pid'".replace('\'', '"'), "\"filters\":[\"kind=virtual\"],\"pid\"");
    Files.writeString(after, other);

    assertThat(run("diff", before.toString(), after.toString())).isZero();
    assertThat(text())
        .contains(
            """
            note    not the same process: pid 7 before, 8 now
            note    not the same JVM: Acme 25 before, Umbrella 25 now; the ids of sites differ between JDKs where the JDK's own frames do
            note    not the same threads: all before, kind=virtual now
            """);
  }

  @Test
  void writesJson() throws IOException {
    Path before = dump("before", 7, "10:00", group(WORKERS, 5));
    Path after = dump("after", 7, "11:00", group(QUEUE, 6), group(OLDER, 2));

    assertThat(run("diff", before.toString(), after.toString(), "--format", "json")).isEqualTo(1);
    JsonObject json = JsonParser.parseString(out.toString(UTF_8)).getAsJsonObject();
    assertThat(json.get("schemaVersion").getAsInt()).isEqualTo(1);
    assertThat(json.getAsJsonObject("now").get("threads").getAsLong()).isEqualTo(8);
    assertThat(json.get("sites").toString().replace('"', '\''))
        .isEqualTo(
            "[{'siteId':'23e636aa','culprit':'com.acme.AuditLogger.record(AuditLogger.java:10)',"
                + "'before':{'platform':0,'virtual':0},'now':{'platform':0,'virtual':6},'change':6,"
                + "'counted':true,'reason':'queue put','verdict':'suspected','verdictDetail':'+9/h'},"
                + "{'culprit':'started before the agent','before':{'platform':0,'virtual':0},"
                + "'now':{'platform':2,'virtual':0},'change':2,'counted':false,'reason':'sleep'}]");
    assertThat(json.get("shrunk").toString().replace('"', '\''))
        .isEqualTo(
            "[{'siteId':'55133fb7','culprit':'com.acme.Reports.render(Reports.java:10)',"
                + "'before':{'platform':5,'virtual':0},'now':{'platform':0,'virtual':0},'change':-5,"
                + "'reason':'idle pool worker'}]");
  }

  @Test
  void asksARunningAgentForAllItsThreads() throws IOException {
    Path before = dump("before", 7, "10:00", group(QUEUE, 5));
    byte[] now = Files.readAllBytes(dump("now", 7, "11:00", group(QUEUE, 9)));
    StringBuilder asked = new StringBuilder();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.append(exchange.getRequestURI());
          asked.append(' ').append(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(200, now.length);
          exchange.getResponseBody().write(now);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://localhost:" + server.getAddress().getPort();
      Path token = Files.writeString(directory.resolve("token"), "s3cret\n");
      assertThat(run("diff", url, before.toString(), "--token-file", token.toString()))
          .isEqualTo(1);
      assertThat(asked).hasToString("/api/v1/threads Bearer s3cret");
      assertThat(text()).contains("now     " + url + ": 9 threads").contains("    +4       5");
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "#!/bin/sh | is not JSON: line 1 column",
        "`` | is not JSON",
        "{'schemaVersion':1,'groups':[ | is not JSON",
        "[] | is not a JSON dump of Threadleak",
        "{} | is not a JSON dump of Threadleak",
        "{'schemaVersion':1} | is not a JSON dump of Threadleak",
        "{'schemaVersion':1,'groups':[{}]} | is not a JSON dump of Threadleak",
        "{'schemaVersion':1,'groups':7} | is not a JSON dump of Threadleak: see line 1 column",
        "{'schemaVersion':2,'groups':[]} | has schemaVersion 2; this version reads 1",
        "{'schemaVersion':1,'groups':[]} | has no time that can be read: ''",
        "{'schemaVersion':1,'grouping':'parked','groups':[]} | was saved with group=parked",
      })
  void refusesWhatIsNoDumpInOneLineThatNamesIt(String content, String why) throws IOException {
    Path good = dump("good", 7, "10:00", group(QUEUE, 5));
    Path bad = Files.writeString(directory.resolve("bad.json"), content.replace('\'', '"'));

    assertThat(run("diff", good.toString(), bad.toString())).isEqualTo(2);
    assertThat(err.toString(UTF_8)).startsWith("threadleak: " + bad + " " + why).hasLineCount(1);
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void keepsATerminalFromBeingTold() throws IOException {
    Path before = dump("before", 7, "10:00");
    Path after = dump("after", 7, "11:00", group(QUEUE.replace("com.acme", "\\u001b[31m\\n"), 5));

    assertThat(run("diff", before.toString(), after.toString())).isEqualTo(1);
    assertThat(text().codePoints().filter(c -> c < ' ' && c != '\n')).isEmpty();
    assertThat(text()).contains("?[31m?.AuditLogger");
  }

  private int run(String... arguments) {
    return CommandLineMain.run(new File("no.jar"), arguments);
  }

  private String text() {
    return out.toString(UTF_8)
        .replace(directory.toString(), "DIR")
        .replace(System.lineSeparator(), "\n");
  }

  private static String group(String group, int count) {
    return group.replace("'count':N", "'count':" + count);
  }

  private Path dump(String name, int pid, String time, String... groups) throws IOException {
    String text =
        "{'schemaVersion':1,'time':'2026-11-21T"
            + time
            + ":00Z','pid':"
            + pid
            + ",'jvm':{'vendor':'Acme','version':'25'},'grouping':'both','totals':{'platform':1},"
            + "'groups':["
            + String.join(",", groups)
            + "]}";
    return Files.writeString(directory.resolve(name), text.replace('\'', '"'));
  }
}
