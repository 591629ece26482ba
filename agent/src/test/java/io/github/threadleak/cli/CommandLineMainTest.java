package io.github.threadleak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineMainTest {
  private final PrintStream outBefore = System.out;
  private final PrintStream errBefore = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private int answer = 200;
  private String body = "threadleak profile: total 0 (platform 0, virtual 0)\n";
  @TempDir Path directory;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(answer, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
  }

  @AfterEach
  void stop() {
    System.setOut(outBefore);
    System.setErr(errBefore);
    server.stop(0);
  }

  @Test
  void printsHelpWithoutArguments() {
    assertThat(run()).isZero();
    assertThat(out.toString(UTF_8))
        .contains(
            "threadleak",
            "ps ",
            "attach ",
            "dump ",
            "diff ",
            "prove ",
            "version ",
            "Exit status: 0 done");
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void printsTheVersionOfTheJar() throws IOException {
    File jar = directory.resolve("agent.jar").toFile();
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "7.8.9");
    try (OutputStream file = Files.newOutputStream(jar.toPath())) {
      new JarOutputStream(file, manifest).close();
    }
    assertThat(CommandLineMain.run(jar, new String[] {"version"})).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("threadleak 7.8.9" + System.lineSeparator());
  }

  @ParameterizedTest
  @CsvSource({
    "fnord, fnord",
    "--fnord, --fnord",
    "attach, PID",
    "attach x1, x1",
    "attach 1 port=x, port=x",
    "attach 1 prot=1, prot=1",
    "attach 1 detach more, more",
    "dump, TARGET",
    "dump x1, x1",
    "dump ftp://x, ftp://x",
    "dump http://[x, http://[x",
    "dump 1 --debug x, --debug",
    "dump 1 --debug 1 --format json, --format",
    "dump 1 --fnord, --fnord",
    "dump http://localhost:1 --token-file /no/such, /no/such",
    "dump http://localhost:1 --ca /no/such, /no/such",
    "dump http://localhost:1 --output /no/such/file, /no/such/file",
    "diff, TARGET|FILE",
    "diff /no/such/file, FILE",
    "diff /no/such/file 1, /no/such/file",
    "diff 1 /no/such/file, /no/such/file",
    "diff 1 2 --format xml, --format",
    "version 1, 1",
    "prove, PID",
    "prove /no/such/file, /no/such/file",
    "prove 1 --format xml, xml",
    "prove 1 --fnord, --fnord",
    "prove 1 --attempts 0, --attempts"
  })
  void refusesUnusableArgumentsInOneLine(String command, String named) {
    assertThat(run(command.split(" "))).isEqualTo(2);
    assertThat(err.toString(UTF_8)).startsWith("threadleak: ").contains(named).hasLineCount(1);
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void keepsWhatItRefusesOnOneLine() {
    assertThat(run("attach", "1\n2")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).hasLineCount(1);
  }

  @Test
  void saysThatNoProcessHasThatId() {
    assertThat(run("dump", "2147483647")).isEqualTo(3);
    assertThat(run("attach", "2147483647")).isEqualTo(3);
    assertThat(run("attach", "2147483647", "detach")).isEqualTo(3);
    assertThat(run("prove", "2147483647")).isEqualTo(3);
    assertThat(err.toString(UTF_8).lines())
        .hasSize(4)
        .allMatch(line -> line.contains("2147483647"));
  }

  @Test
  void dumpsAUrlAsGroupedText() {
    assertThat(run("dump", url())).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo(body);
    assertThat(asked).containsExactly("/debug/pprof/threads?debug=1 null");
  }

  @Test
  void passesFormFiltersAndTokenOn() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "s3cret\n");
    run("dump", url() + "/", "--debug", "2", "--exact", "--min-age=5m", "--kind", "virtual");
    run(
        "dump",
        url(),
        "--format",
        "json",
        "--name",
        "a *&",
        "--site",
        "7f",
        "--param",
        "group=spawn",
        "--param",
        "reason=x=y",
        "--token-file",
        token.toString());
    assertThat(asked)
        .containsExactly(
            "/debug/pprof/threads?debug=2&kind=virtual&min-age=5m&exact=true null",
            "/debug/pprof/threads?format=json&site=7f&name=a+*%26&group=spawn&reason=x%3Dy"
                + " Bearer s3cret");
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void passesEveryFilterOn() {
    run(
        "dump",
        url(),
        "--profile=threadleak",
        "--format=folded",
        "--reason=queue*",
        "--verdict=stuck",
        "--min-parked=10m",
        "--group=parked");
    run("dump", url(), "--debug=0", "--seconds=30");
    assertThat(asked)
        .containsExactly(
            "/debug/pprof/threadleak?format=folded&reason=queue*&verdict=stuck&min-parked=10m"
                + "&group=parked null",
            "/debug/pprof/threads?debug=0&seconds=30 null");
  }

  @Test
  void writesToAFileOnceAllOfItHasCome() throws IOException {
    Path file = Files.writeString(directory.resolve("dump"), "before");
    answer = 429;
    assertThat(run("dump", url(), "--output", file.toString())).isEqualTo(3);
    assertThat(file).hasContent("before");
    answer = 200;
    assertThat(run("dump", url(), "--debug=0", "--output", file.toString())).isZero();
    assertThat(file).hasContent(body);
    assertThat(out.toString(UTF_8)).isEmpty();
    assertThat(directory.toFile().list()).containsExactly("dump");
  }

  @ParameterizedTest
  @CsvSource({"400, 2", "401, 3", "404, 3", "429, 3", "403, 3"})
  void saysWhatTheAgentRefused(int status, int exit) {
    answer = status;
    body = "min-age is no duration\n";
    assertThat(run("dump", url())).isEqualTo(exit);
    assertThat(err.toString(UTF_8)).contains(status + ": min-age is no duration").hasLineCount(1);
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    assertThat(run("dump", "http://127.0.0.1:" + free)).isEqualTo(3);
    assertThat(err.toString(UTF_8)).contains("127.0.0.1:" + free).hasLineCount(1);
  }

  @Test
  void listsTheJvmsOfThisMachine() throws Exception {
    Path program = directory.resolve("Sleeper.java");
    Files.writeString(
        program,
        "class Sleeper { public static void main(String[] a) throws Exception {"
            + " System.out.write('!'); System.out.flush(); System.in.read(); } }");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process jvm = new ProcessBuilder(java, program.toString()).start();
    try {
      assertThat(jvm.getInputStream().read()).isEqualTo('!');
      assertThat(run("ps")).isZero();
      assertThat(out.toString(UTF_8).lines())
          .anyMatch(line -> line.startsWith("PID "))
          .anyMatch(line -> line.matches(jvm.pid() + " +[^* ?]\\S+"));
    } finally {
      jvm.destroyForcibly();
    }
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static int run(String... arguments) {
    return CommandLineMain.run(new File("no-such-agent.jar"), arguments);
  }
}
