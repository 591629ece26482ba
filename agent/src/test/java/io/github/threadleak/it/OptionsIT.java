package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is typed is obeyed in the order of precedence; what is mistyped costs one line and nothing
 * else.
 */
class OptionsIT {
  @TempDir private Path folder;

  @OnEveryJdk
  void takesAFreePortWhereTheAskedOneIsInUse(Jdk jdk) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ForkedJvm.Builder builder = ForkedJvm.on(jdk);
      try (ForkedJvm jvm =
          builder
              .agentOptionsOnly("port=" + taken.getLocalPort(), "port-file=" + builder.portFile())
              .run("Named")) {
        jvm.awaitReady();
        assertThat(jvm.port()).isNotEqualTo(taken.getLocalPort());
        assertThat(jvm.agentLines())
            .filteredOn(line -> line.contains(String.valueOf(taken.getLocalPort())))
            .hasSize(1)
            .first()
            .asString()
            .contains("in use");
      }
    }
  }

  @OnEveryJdk
  void namesABadValueInOneLineAndTakesTheDefault(Jdk jdk) throws Exception {
    try (ForkedJvm jvm =
        ForkedJvm.on(jdk).agent("spawn-stacks=sometimes", "census-interval=soon").run("Named")) {
      Accounting.verify(jvm.awaitReady());
      assertThat(jvm.agentLines())
          .filteredOn(line -> line.contains("sometimes"))
          .hasSize(1)
          .first()
          .asString()
          .contains("spawn-stacks", "exact", "adaptive", "auto", "off");
      assertThat(jvm.agentLines())
          .filteredOn(line -> line.contains("soon"))
          .hasSize(1)
          .first()
          .asString()
          .contains("census-interval");
      assertThat(jvm.threads().get("captureMode").getAsString()).isIn("exact", "auto");
    }
  }

  @OnEveryJdk
  void namesAnUnknownKeyInOneLine(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).agent("prot=9797").run("Named")) {
      Accounting.verify(jvm.awaitReady());
      assertThat(jvm.agentLines()).filteredOn(line -> line.contains("prot")).hasSize(1);
    }
  }

  @OnEveryJdk
  void prefersArgumentsToPropertiesToEnvironmentToFile(Jdk jdk) throws Exception {
    Path portFile = folder.resolve("from-file");
    Path config = folder.resolve("threadleak.properties");
    Files.writeString(
        config, "port=0\nport-file=" + portFile + "\nspawn-stacks=off\ncapture-cpu=3%\n");
    ForkedJvm.Builder builder = ForkedJvm.on(jdk);
    try (ForkedJvm jvm =
        builder
            .agentOptionsOnly("config=" + config, "spawn-stacks=exact")
            .jvm("-Dthreadleak.port-file=" + builder.portFile(), "-Dthreadleak.spawn-stacks=off")
            .environment("THREADLEAK_PORT_FILE", folder.resolve("from-env").toString())
            .run("Named")) {
      Accounting.verify(jvm.awaitReady());
      assertThat(jvm.threads().get("captureMode").getAsString()).isEqualTo("exact");
      assertThat(portFile).doesNotExist();
      assertThat(folder.resolve("from-env")).doesNotExist();
    }
  }

  @OnEveryJdk
  void takesTheEnvironmentButNotWhatKubernetesPutsThere(Jdk jdk) throws Exception {
    ForkedJvm.Builder builder = ForkedJvm.on(jdk);
    try (ForkedJvm jvm =
        builder
            .agentOptionsOnly("host=127.0.0.1")
            .jvm("-Dthreadleak.port=0")
            .environment("THREADLEAK_PORT_FILE", builder.portFile().toString())
            .environment("THREADLEAK_PORT", "tcp://10.0.0.1:80")
            .environment("THREADLEAK_SERVICE_HOST", "10.0.0.1")
            .environment("THREADLEAK_PORT_80_TCP_ADDR", "10.0.0.1")
            .run("Named")) {
      jvm.awaitReady();
      assertThat(jvm.page("/healthz").trim()).isEqualTo("ok");
      assertThat(jvm.agentLines()).noneMatch(line -> line.contains("10.0.0.1"));
    }
  }

  @OnEveryJdk
  void recordsWithoutAListenerWhereHttpIsOff(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).agent("http=off").run("Named")) {
      jvm.awaitReady();
      jvm.exit();
      assertThat(jvm.portFile()).doesNotExist();
      assertThat(jvm.agentLines()).noneMatch(line -> line.contains("could not"));
    }
  }

  @OnEveryJdk
  void saysNothingWhereTheLogIsOff(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).agent("log=off").run("Named")) {
      Accounting.verify(jvm.awaitReady());
      assertThat(jvm.agentLines()).isEmpty();
    }
  }

  @OnEveryJdk
  void aSecondFlagForTheSameJarSaysOneLine(Jdk jdk) throws Exception {
    secondAgent(jdk, ForkedJvm.AGENT_JAR);
  }

  @OnEveryJdk
  void aSecondFlagForACopyOfTheJarSaysOneLine(Jdk jdk) throws Exception {
    secondAgent(jdk, Files.copy(ForkedJvm.AGENT_JAR, folder.resolve("copy.jar")));
  }

  @OnEveryJdk
  void asksForTheTokenEverywhereButOnHealthz(Jdk jdk) throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "s3cret\n");
    try (ForkedJvm jvm = ForkedJvm.on(jdk).agent("token-file=" + token).run("Named")) {
      jvm.awaitReady();
      assertThat(jvm.get("/healthz").statusCode()).isEqualTo(200);
      for (String path : List.of("/", "/metrics", "/debug/pprof/", "/api/v1/threads")) {
        assertThat(jvm.get(path).statusCode()).as(path).isEqualTo(401);
        assertThat(jvm.get(path, "Authorization", "Bearer wrong").statusCode()).isEqualTo(401);
      }
      assertThat(jvm.get("/metrics", "Authorization", "Bearer s3cret").statusCode()).isEqualTo(200);
      String basic =
          Base64.getEncoder().encodeToString("anyone:s3cret".getBytes(StandardCharsets.UTF_8));
      assertThat(jvm.get("/metrics", "Authorization", "Basic " + basic).statusCode())
          .isEqualTo(200);
      assertThat(jvm.agentLines()).noneMatch(line -> line.contains("s3cret"));
    }
  }

  @OnEveryJdk
  void givesStacksToNobodyOutsideWithoutAToken(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).agent("host=0.0.0.0").run("Named")) {
      jvm.awaitReady();
      assertThat(jvm.get("/metrics").statusCode()).isEqualTo(200);
      for (String path : List.of("/", "/debug/pprof/threads?debug=2", "/api/v1/threads")) {
        assertThat(jvm.get(path).statusCode()).as(path).isEqualTo(403);
        assertThat(jvm.get(path).body()).contains("token-file");
      }
    }
  }

  private static void secondAgent(Jdk jdk, Path second) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).jvm("-javaagent:" + second + "=port=0").run("Named")) {
      Accounting.verify(jvm.awaitReady());
      assertThat(jvm.agentLines()).filteredOn(line -> line.contains("already running")).hasSize(1);
      jvm.send("exit");
      assertThat(jvm.awaitExit(Duration.ofSeconds(10))).isZero();
    }
  }
}
