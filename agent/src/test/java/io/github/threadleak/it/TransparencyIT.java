package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application is the same with the agent as without: what it prints, what it chooses, when it
 * ends.
 */
class TransparencyIT {
  private static final Duration PROMPTLY = Duration.ofSeconds(10);

  @TempDir private Path folder;

  @OnEveryJdk
  void endsWhenMainReturns(Jdk jdk) throws Exception {
    assertThat(sameWithAgent(jdk, UnaryOperator.identity(), "EmptyMain", "a", "b"))
        .containsExactly("done a b");
  }

  @OnEveryJdk
  void leavesTheLogManagerToTheCommandLine(Jdk jdk) throws Exception {
    assertThat(
            sameWithAgent(
                jdk,
                jvm -> jvm.jvm("-Djava.util.logging.manager=OwnLogManager$Manager"),
                "OwnLogManager"))
        .containsExactly("OwnLogManager$Manager");
  }

  @OnEveryJdk
  void leavesTheLogManagerToMain(Jdk jdk) throws Exception {
    assertThat(sameWithAgent(jdk, UnaryOperator.identity(), "OwnLogManager", "set"))
        .containsExactly("OwnLogManager$Manager");
  }

  @OnEveryJdk
  void leavesTheLoggerFinderUnloadedUntilMain(Jdk jdk) throws Exception {
    Path service = folder.resolve("META-INF/services/java.lang.System$LoggerFinder");
    Files.createDirectories(service.getParent());
    Files.writeString(service, "OwnLoggerFinder\n");
    assertThat(sameWithAgent(jdk, jvm -> jvm.classPath(folder), "OwnLoggerFinder"))
        .containsExactly("finder made in main", "own:own");
  }

  @OnEveryJdk
  void leavesTheSecurityManagerToMain(Jdk jdk) throws Exception {
    boolean possible = jdk.feature() < 24;
    List<String> lines =
        sameWithAgent(
            jdk,
            jvm -> possible ? jvm.jvm("-Djava.security.manager=allow") : jvm,
            "OwnSecurityManager");
    if (possible) {
      assertThat(lines)
          .containsExactly("set OwnSecurityManager$Strict", "threads ended", "refused");
    } else {
      assertThat(lines).containsExactly("unsupported", "threads ended", "read");
    }
  }

  /** A census asks the JVM's management for its threads; that must not set up anything else. */
  @OnEveryJdk
  void leavesLoggingAndManagementToAMainThatComesAfterACensus(Jdk jdk) throws Exception {
    try (ForkedJvm jvm =
        ForkedJvm.on(jdk).agent("census-interval=1s").run("LateSettings").awaitReady()) {
      Deadline.eventually(
          Duration.ofSeconds(30),
          () ->
              assertThat(Accounting.groups(jvm.threads()))
                  .as("a census has been")
                  .anyMatch(group -> group.has("parked")));
      jvm.send("go on");
      assertThat(jvm.awaitLine("manager ")).isEqualTo("manager OwnLogManager$Manager");
      assertThat(jvm.awaitLine("servers ")).isEqualTo("servers made 1");
    }
  }

  @OnEveryJdk
  void leavesTheMBeanServerToMain(Jdk jdk) throws Exception {
    assertThat(sameWithAgent(jdk, UnaryOperator.identity(), "OwnMBeanServer"))
        .containsExactly("made 1, DefaultDomain");
  }

  @OnEveryJdk
  void worksInAnApplicationOfOneModule(Jdk jdk) throws Exception {
    Path module = Programs.moduleOf(jdk);
    try (ForkedJvm jvm =
        ForkedJvm.on(jdk)
            .runCommand(List.of("-p", module.toString(), "-m", "modular/modular.Main"))) {
      Accounting.verify(jvm.awaitReady());
      assertThat(jvm.stdout()).anyMatch(line -> line.startsWith("modules false"));
      jvm.send("");
      assertThat(jvm.awaitExit(PROMPTLY)).isZero();
    }
  }

  @OnEveryJdk
  void worksInAnImageOfTheModulesItNeeds(Jdk jdk) throws Exception {
    Tools.need(jdk.has("jlink"), "jlink of " + jdk);
    Path image = folder.resolve("image");
    Finished jlink =
        Finished.run(
            List.of(
                jdk.tool("jlink").toString(),
                "--add-modules",
                "java.base,java.instrument",
                "--strip-debug",
                "--output",
                image.toString()));
    Tools.need(
        jlink.exitCode() == 0, "what jlink of " + jdk + " needs (" + jlink.output().trim() + ")");
    Path java = image.resolve("bin/java");
    // a JDK whose launcher is patched to bring its own libc gives images without it
    Tools.skipUnless(
        Finished.run(List.of(java.toString(), "-version")).exitCode() == 0,
        "an image of " + jdk + " does not start on this machine, with no agent in it");
    try (ForkedJvm jvm = ForkedJvm.on(jdk).java(java).run("Named")) {
      JsonObject threads = Accounting.verify(jvm.awaitReady());
      assertThat(threads.get("instrumented").getAsBoolean()).isTrue();
      assertThat(jvm.metrics()).containsKey("threadleak_threads{kind=\"platform\"}");
    }
  }

  @OnEveryJdk
  void staysOutOfTheJdksOwnTools(Jdk jdk) throws Exception {
    Map<String, String> environment =
        Map.of("JAVA_TOOL_OPTIONS", "-javaagent:" + ForkedJvm.AGENT_JAR + "=port=0");
    for (List<String> words :
        List.of(
            List.of("javac", "-version"),
            List.of("jar", "--version"),
            List.of("jcmd", "-l"),
            List.of("jps"),
            List.of("javap", "-version"))) {
      List<String> command = new java.util.ArrayList<>(words);
      command.set(0, jdk.tool(words.get(0)).toString());
      Finished tool = Finished.run(command, environment);
      assertThat(tool.exitCode()).as(tool::output).isZero();
      assertThat(tool.agentLines()).as(words.get(0)).isEmpty();
      assertThat(tool.stdout()).isNotBlank();
    }
  }

  @OnEveryJdk
  void runsTheApplicationWithoutTheAgentOnAnOldJava(Jdk jdk) throws Exception {
    // the property cannot be set on the command line, only by an agent that comes first
    Path pretence = agentJar(jdk, "OldJava", false);
    try (ForkedJvm jvm =
        ForkedJvm.on(jdk)
            .withoutAgent()
            .jvm("-javaagent:" + pretence, "-javaagent:" + ForkedJvm.AGENT_JAR + "=port=0")
            .run("EmptyMain")) {
      assertThat(jvm.awaitExit(PROMPTLY)).isZero();
      assertThat(jvm.stdout()).containsExactly("done ");
      assertThat(jvm.agentLines())
          .containsExactly(
              "[threadleak] needs Java 17 or later, this is 11; the application runs without it");
    }
  }

  /**
   * Retransforming starts from the JDK's own byte code, so the probes are gone before main, and
   * nothing tells.
   */
  @OnEveryJdk
  void putsItsProbesBackWhenAnotherAgentTakesThemOut(Jdk jdk) throws Exception {
    String classes =
        jdk.hasVirtualThreads()
            ? "java.lang.Thread;java.lang.VirtualThread;jdk.internal.vm.ThreadContainer"
            : "java.lang.Thread;java.util.concurrent.ThreadPoolExecutor";
    try (ForkedJvm jvm =
        ForkedJvm.on(jdk)
            .agent("census-interval=1s")
            .jvm("-javaagent:" + agentJar(jdk, "OtherAgent", true) + "=" + classes)
            .run("AttachTarget17")) {
      jvm.awaitReady();
      Deadline.eventually(
          Duration.ofSeconds(30),
          () -> assertThat(jvm.agentLines()).anyMatch(line -> line.contains("put them back")));
      jvm.send("start");
      jvm.awaitLine("STARTED");
      Accounting.verify(jvm, List.of(new Expectation("platform", 50, "AttachTarget17.startNew(")));
      assertThat(jvm.metrics().get("threadleak_agent_errors_total{where=\"probes-lost\"}"))
          .isEqualTo(1.0);
      jvm.exit();
    }
  }

  private Path agentJar(Jdk jdk, String agent, boolean retransforms) throws Exception {
    Path file = folder.resolve(agent + ".jar");
    Path classes = Programs.of(jdk);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", agent);
    manifest.getMainAttributes().putValue("Can-Retransform-Classes", String.valueOf(retransforms));
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest);
        DirectoryStream<Path> own = Files.newDirectoryStream(classes, agent + "*.class")) {
      for (Path each : own) {
        jar.putNextEntry(new ZipEntry(each.getFileName().toString()));
        Files.copy(each, jar);
      }
    }
    return file;
  }

  @OnEveryJdk
  void keepsTheExitStatusOfAFailingMain(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Routes", "no such route")) {
      assertThat(jvm.awaitExit(PROMPTLY)).isEqualTo(1);
      assertThat(jvm.stderr())
          .anyMatch(line -> line.contains("IllegalArgumentException: no such route"));
    }
  }

  /** Runs the program twice; gives what it printed, the same both times. */
  private static List<String> sameWithAgent(
      Jdk jdk, UnaryOperator<ForkedJvm.Builder> options, String program, Object... arguments)
      throws IOException, InterruptedException {
    List<String> stdout;
    List<String> stderr;
    try (ForkedJvm jvm = options.apply(ForkedJvm.on(jdk).withoutAgent()).run(program, arguments)) {
      assertThat(jvm.awaitExit(PROMPTLY)).as(jvm::transcript).isZero();
      stdout = jvm.stdout();
      stderr = jvm.stderr();
    }
    try (ForkedJvm jvm = options.apply(ForkedJvm.on(jdk)).run(program, arguments)) {
      assertThat(jvm.awaitExit(PROMPTLY)).as(jvm::transcript).isZero();
      assertThat(jvm.stdout()).isEqualTo(stdout);
      assertThat(jvm.stderr())
          .filteredOn(line -> !line.startsWith("[threadleak]"))
          .isEqualTo(stderr);
    }
    return stdout;
  }
}
