package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A JVM that runs a test program, with the agent unless told otherwise. Its lines can be awaited,
 * its agent asked over HTTP; closing kills it.
 */
final class ForkedJvm implements AutoCloseable {
  static final Path AGENT_JAR =
      Path.of(System.getProperty("agent.jar", "target/threadleak-agent.jar")).toAbsolutePath();

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<ForkedJvm> STARTED = new CopyOnWriteArrayList<>();
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final Jdk jdk;
  private final List<String> command;
  private final Path portFile;
  private final Process process;
  private final List<String> stdout = new ArrayList<>();
  private final List<String> stderr = new ArrayList<>();
  private final Writer stdin;
  private final List<Thread> readers;
  private int port;

  private ForkedJvm(Builder builder) throws IOException {
    jdk = builder.jdk;
    portFile = builder.portFile;
    command = builder.command();
    ProcessBuilder processBuilder = new ProcessBuilder(command);
    processBuilder.environment().keySet().removeIf(ForkedJvm::disturbsJvms);
    processBuilder.environment().putAll(builder.environment);
    process = processBuilder.start();
    stdin = process.outputWriter(StandardCharsets.UTF_8);
    readers =
        List.of(reader(process.getInputStream(), stdout), reader(process.getErrorStream(), stderr));
    STARTED.add(this);
  }

  /** A program on that JDK: {@code ForkedJvm.on(jdk).run("Routes", "timer")}. */
  static Builder on(Jdk jdk) {
    return new Builder(jdk);
  }

  /** Variables of the test's own environment that would change the JVM under test. */
  static boolean disturbsJvms(String variable) {
    return Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS").contains(variable)
        || variable.startsWith("THREADLEAK_");
  }

  static void forgetTranscripts() {
    STARTED.clear();
  }

  static List<String> transcripts() {
    return STARTED.stream().map(ForkedJvm::transcript).toList();
  }

  Jdk jdk() {
    return jdk;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  Path portFile() {
    return portFile;
  }

  // ---- what the program says and is told

  /** The first line of standard output that starts so; waits for it. */
  String awaitLine(String prefix) throws InterruptedException {
    return await(stdout, prefix, PATIENCE);
  }

  String awaitLine(String prefix, Duration patience) throws InterruptedException {
    return await(stdout, prefix, patience);
  }

  String awaitErrorLine(String prefix) throws InterruptedException {
    return await(stderr, prefix, PATIENCE);
  }

  List<String> stdout() {
    return copy(stdout);
  }

  List<String> stderr() {
    return copy(stderr);
  }

  /** The agent's own lines, which are all on standard error. */
  List<String> agentLines() {
    return stderr().stream().filter(line -> line.startsWith("[threadleak]")).toList();
  }

  ForkedJvm awaitReady() throws InterruptedException {
    awaitLine("READY");
    assertThat(stdout()).noneMatch(line -> line.startsWith("UNEXPECTED"));
    return this;
  }

  List<Expectation> expectations() {
    return stdout().stream()
        .filter(line -> line.startsWith("EXPECT "))
        .map(Expectation::parse)
        .toList();
  }

  void send(String line) throws IOException {
    stdin.write(line + "\n");
    stdin.flush();
  }

  /** Waits until the JVM has ended by itself, and gives its exit status. */
  int awaitExit(Duration patience) throws IOException, InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still runs after " + patience + "\n" + transcript() + stacks());
    }
    for (Thread reader : readers) {
      reader.join(TimeUnit.SECONDS.toMillis(10));
    }
    return process.exitValue();
  }

  /** Tells the program to end, and checks that it ends well. */
  void exit() throws IOException, InterruptedException {
    send("exit");
    assertThat(awaitExit(Duration.ofSeconds(30))).as(this::transcript).isZero();
  }

  // ---- what the agent says

  /** The port that the agent has written to its port file, once the agent answers on it. */
  int port() throws IOException, InterruptedException {
    if (port == 0) {
      port = awaitPort();
    }
    return port;
  }

  /** Forgets the port, as the agent has been detached or not been attached yet. */
  void forgetPort() throws IOException {
    port = 0;
    Files.deleteIfExists(portFile);
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return HTTP.send(request(path, headers).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  HttpResponse<byte[]> getBytes(String path, String... headers)
      throws IOException, InterruptedException {
    return HTTP.send(request(path, headers).build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return HTTP.send(
        request(path, headers).method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  /** The body of a page that must be there. */
  String page(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).as(() -> path + ": " + response.body()).isEqualTo(200);
    return response.body();
  }

  JsonObject json(String path) throws IOException, InterruptedException {
    return JsonParser.parseString(page(path)).getAsJsonObject();
  }

  JsonObject threads() throws IOException, InterruptedException {
    return json("/debug/pprof/threads?format=json");
  }

  /**
   * Samples of {@code /metrics}, by {@code name{labels}} as written but for a comma after the last
   * label.
   */
  Map<String, Double> metrics() throws IOException, InterruptedException {
    Map<String, Double> samples = new LinkedHashMap<>();
    page("/metrics")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(
            line -> {
              int space = line.indexOf(' ', line.lastIndexOf('}') + 1);
              String value = line.substring(space + 1).trim().split(" ")[0];
              samples.put(
                  line.substring(0, space).replaceFirst(",}$", "}"),
                  Double.valueOf(value.replace("+Inf", "Infinity").replace("-Inf", "-Infinity")));
            });
    return samples;
  }

  String transcript() {
    StringBuilder text =
        new StringBuilder().append(jdk).append(": ").append(String.join(" ", command));
    text.append('\n');
    stdout().forEach(line -> text.append("  out  ").append(line).append('\n'));
    stderr().forEach(line -> text.append("  err  ").append(line).append('\n'));
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    Files.deleteIfExists(portFile);
  }

  // ----

  private HttpRequest.Builder request(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(Duration.ofSeconds(60));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private int awaitPort() throws IOException, InterruptedException {
    Deadline deadline = Deadline.in(Duration.ofSeconds(30));
    do {
      String text = Files.exists(portFile) ? Files.readString(portFile).trim() : "";
      if (!text.isEmpty() && isHealthy(Integer.parseInt(text))) {
        return Integer.parseInt(text);
      }
    } while (process.isAlive()
        && agentLines().stream().noneMatch(line -> line.contains("could not start"))
        && deadline.again());
    throw new AssertionError(
        (process.isAlive() ? "the agent does not answer" : "the JVM has ended")
            + "\n"
            + transcript());
  }

  private static boolean isHealthy(int port) throws InterruptedException {
    try {
      URI uri = URI.create("http://127.0.0.1:" + port + "/healthz");
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private String await(List<String> lines, String prefix, Duration patience)
      throws InterruptedException {
    Deadline deadline = Deadline.in(patience);
    synchronized (lines) {
      int seen = 0;
      while (true) {
        for (; seen < lines.size(); seen++) {
          if (lines.get(seen).startsWith(prefix)) {
            return lines.get(seen);
          }
        }
        // the reader notifies of each line; the bound lets the end of the process be seen
        boolean ended = readers != null && readers.stream().noneMatch(Thread::isAlive);
        if (ended && seen == lines.size()) {
          break;
        }
        if (deadline.passed()) {
          break;
        }
        lines.wait(Math.min(200, deadline.remainingMillis()));
      }
    }
    throw new AssertionError(
        "no line '" + prefix + "' within " + patience + "\n" + transcript() + stacks());
  }

  /** Every thread's stack by the JDK's own means: why a JVM hangs is in there. */
  private String stacks() {
    if (!process.isAlive() || !jdk.has("jstack")) {
      return "";
    }
    try {
      return Finished.run(List.of(jdk.tool("jstack").toString(), String.valueOf(pid()))).output();
    } catch (IOException | AssertionError unavailable) {
      return "no stacks: " + unavailable.getMessage();
    }
  }

  private static List<String> copy(List<String> lines) {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  private static Thread reader(InputStream stream, List<String> lines) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader in =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                  synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                  }
                }
              } catch (IOException closed) {
                // the JVM was killed
              }
            },
            "reader of a forked JVM");
    reader.setDaemon(true);
    reader.start();
    return reader;
  }

  /** How the JVM is started. */
  static final class Builder {
    private final Jdk jdk;
    private final Path portFile;
    private final List<String> jvmArguments = new ArrayList<>();
    private final List<String> agentOptions = new ArrayList<>();
    private final List<Path> classPath = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private List<String> program = List.of();
    private Path java;
    private Path agentJar = AGENT_JAR;
    private boolean agent = true;

    private Builder(Jdk jdk) {
      this.jdk = jdk;
      this.java = jdk.tool("java");
      try {
        portFile = Files.createTempFile("threadleak-it", ".port");
        Files.delete(portFile);
      } catch (IOException failure) {
        throw new java.io.UncheckedIOException(failure);
      }
      agentOptions.add("port=0");
      agentOptions.add("port-file=" + portFile);
    }

    Jdk jdk() {
      return jdk;
    }

    Builder java(Path executable) {
      java = executable;
      return this;
    }

    Builder withoutAgent() {
      agent = false;
      return this;
    }

    Builder agentJar(Path jar) {
      agentJar = jar;
      return this;
    }

    /** Further options of the agent, such as {@code census-interval=1s}. */
    Builder agent(String... options) {
      agentOptions.addAll(List.of(options));
      return this;
    }

    /** These and no others. */
    Builder agentOptionsOnly(String... options) {
      agentOptions.clear();
      return agent(options);
    }

    Builder jvm(String... arguments) {
      jvmArguments.addAll(List.of(arguments));
      return this;
    }

    Builder classPath(Path entry) {
      classPath.add(entry);
      return this;
    }

    /** Programs of this JDK's preview API. */
    Builder preview() {
      classPath.add(Programs.previewOf(jdk));
      return jvm("--enable-preview");
    }

    /** Programs that run the libraries whose threads the agent knows, beside those libraries. */
    Builder libraries() {
      classPath.add(Programs.withLibraries(jdk));
      classPath.addAll(Programs.libraries());
      return this;
    }

    Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    Path portFile() {
      return portFile;
    }

    /** Starts a main class of the test programs. */
    ForkedJvm run(String mainClass, Object... arguments) throws IOException {
      classPath.add(Programs.of(jdk));
      List<String> words = new ArrayList<>();
      words.add("-cp");
      words.add(String.join(":", classPath.stream().map(Path::toString).toList()));
      words.add(mainClass);
      Stream.of(arguments).map(String::valueOf).forEach(words::add);
      return runCommand(words);
    }

    /** Starts whatever stands after the JVM's own arguments. */
    ForkedJvm runCommand(List<String> words) throws IOException {
      program = words;
      return new ForkedJvm(this);
    }

    private List<String> command() {
      List<String> command = new ArrayList<>();
      command.add(java.toString());
      if (agent) {
        command.add("-javaagent:" + agentJar + "=" + String.join(",", agentOptions));
      }
      command.addAll(jvmArguments);
      command.addAll(program);
      return command;
    }
  }
}
