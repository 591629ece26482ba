package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Every way by which a thread comes to be leads to the place that is answerable for it. */
class RoutesIT {
  private static final Path ATTACH_SOURCE = Path.of("src/test/native/attach.c");

  @OnEveryJdk
  void findsWhereAThreadWasStarted(Jdk jdk) throws Exception {
    verify(jdk, "Routes", "thread");
  }

  @OnEveryJdk
  void findsWhereASubclassStartedItself(Jdk jdk) throws Exception {
    verify(jdk, "Routes", "subclass");
  }

  @OnEveryJdk
  void findsWhereAFactorysThreadWasStarted(Jdk jdk) throws Exception {
    verify(jdk, "Routes", "factory");
  }

  @OnEveryJdk
  void leavesInheritedThreadLocalsAlone(Jdk jdk) throws Exception {
    verify(jdk, "Routes", "inheritable");
  }

  @OnEveryJdk(from = 21)
  void findsWhereABuildersThreadWasStarted(Jdk jdk) throws Exception {
    verify(jdk, "Routes21", "builder");
  }

  @OnEveryJdk
  void givesWorkersToWhereTheirPoolWasConstructed(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Routes", "pool")) {
      JsonObject threads = Accounting.verify(jvm.awaitReady());
      List<JsonObject> groups = groupsOf(threads, "Routes.constructAbandonedPool(");
      assertThat(groups).isNotEmpty();
      for (JsonObject group : groups) {
        JsonObject pool = group.getAsJsonObject("pool");
        assertThat(pool).as("pool of %s", group).isNotNull();
        assertThat(pool.get("type").getAsString()).contains("ThreadPoolExecutor");
        assertThat(pool.get("culprit").getAsString()).contains("Routes.constructAbandonedPool(");
        assertThat(group.get("reason").getAsString()).isEqualTo("idle pool worker");
      }
    }
  }

  @OnEveryJdk
  void givesScheduledWorkersToWhereTheirPoolWasConstructed(Jdk jdk) throws Exception {
    verify(jdk, "Routes", "scheduled");
  }

  @OnEveryJdk
  void givesForkJoinWorkersToWhereTheirPoolWasConstructed(Jdk jdk) throws Exception {
    verify(jdk, "Routes", "forkJoin");
  }

  @OnEveryJdk
  void neverAccusesTheCommonPool(Jdk jdk) throws Exception {
    try (ForkedJvm jvm =
        ForkedJvm.on(jdk)
            .jvm("-Djava.util.concurrent.ForkJoinPool.common.parallelism=4")
            .run("Routes", "commonPool")) {
      JsonObject threads = Accounting.verify(jvm.awaitReady());
      List<JsonObject> groups =
          Accounting.groups(threads).stream()
              .filter(group -> hasExample(group, "ForkJoinPool.commonPool-worker-"))
              .toList();
      assertThat(groups).isNotEmpty();
      assertThat(groups)
          .extracting(group -> group.get("verdict").getAsString())
          .allMatch(verdict -> verdict.equals("idle") || verdict.equals("ok"));
    }
  }

  @OnEveryJdk
  void findsWhereATimerWasConstructed(Jdk jdk) throws Exception {
    verify(jdk, "Routes", "timer");
  }

  @OnEveryJdk
  void findsWhereAnHttpClientWasBuilt(Jdk jdk) throws Exception {
    verify(jdk, "Routes", "httpClient");
  }

  @OnEveryJdk(from = 21)
  void givesAThreadPerTaskToWhereTheTaskWasSubmitted(Jdk jdk) throws Exception {
    verify(jdk, "Routes21", "threadPerTask");
  }

  @OnEveryJdk(from = 21)
  void givesAVirtualThreadPerTaskToWhereTheTaskWasSubmitted(Jdk jdk) throws Exception {
    verify(jdk, "Routes21", "virtualPerTask");
  }

  @OnEveryJdk(from = 21)
  void givesVirtualWorkersToWhereTheirPoolWasConstructed(Jdk jdk) throws Exception {
    verify(jdk, "Routes21", "virtualWorkers");
  }

  @OnEveryJdk(from = 21, to = 21)
  void findsWhereATaskScopeOf21Forked(Jdk jdk) throws Exception {
    verifyStructured(jdk);
  }

  @OnEveryJdk(from = 25, to = 25)
  void findsWhereATaskScopeOf25Forked(Jdk jdk) throws Exception {
    verifyStructured(jdk);
  }

  @OnEveryJdk
  void countsThreadsAttachedByNativeCodeApart(Jdk jdk) throws Exception {
    Path library = compileNative(jdk);
    int count = 30;
    try (ForkedJvm jvm =
        ForkedJvm.on(jdk).agent("census-interval=1s").run("NativeAttach", library, count)) {
      jvm.awaitLine("BEFORE");
      JsonObject before = Accounting.verify(jvm, List.of());
      jvm.send("attach");
      jvm.awaitLine("ATTACHED");
      long platform = Accounting.total(before, "platform");
      Deadline.eventually(
          Duration.ofSeconds(30),
          () ->
              assertThat(Accounting.total(jvm.threads(), "platform")).isEqualTo(platform + count));
      jvm.send("detach");
      JsonObject after = Accounting.verify(jvm.awaitReady());
      assertThat(Accounting.total(after, "platform")).isEqualTo(platform + 1);
    } finally {
      Files.deleteIfExists(library);
    }
  }

  private static void verify(Jdk jdk, String program, String route)
      throws IOException, InterruptedException {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run(program, route)) {
      jvm.awaitReady();
      assertThat(jvm.expectations()).isNotEmpty();
      Accounting.verify(jvm);
    }
  }

  private static void verifyStructured(Jdk jdk) throws IOException, InterruptedException {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).preview().run("Structured")) {
      jvm.awaitReady();
      assertThat(jvm.expectations()).hasSize(2);
      Accounting.verify(jvm);
    }
  }

  private static List<JsonObject> groupsOf(JsonObject threads, String culprit) {
    return Accounting.groups(threads).stream()
        .filter(group -> Accounting.culpritOf(group).contains(culprit))
        .toList();
  }

  private static boolean hasExample(JsonObject group, String namePrefix) {
    if (!group.has("examples")) {
      return false;
    }
    for (JsonElement example : group.getAsJsonArray("examples")) {
      JsonElement name = example.getAsJsonObject().get("threadName");
      if (name != null && name.getAsString().startsWith(namePrefix)) {
        return true;
      }
    }
    return false;
  }

  private static Path compileNative(Jdk jdk) throws IOException {
    Path gcc = Tools.needOnPath("gcc");
    Path include = jdk.home().resolve("include");
    Tools.need(Files.isRegularFile(include.resolve("jni.h")), "jni.h of " + jdk);
    boolean mac = System.getProperty("os.name").startsWith("Mac");
    Path library = Files.createTempFile("attach", mac ? ".dylib" : ".so");
    Finished compiled =
        Finished.run(
            List.of(
                gcc.toString(),
                "-shared",
                "-fPIC",
                "-pthread",
                "-I" + include,
                "-I" + include.resolve(mac ? "darwin" : "linux"),
                ATTACH_SOURCE.toString(),
                "-o",
                library.toString()));
    assertThat(compiled.exitCode()).as(compiled::output).isZero();
    return library;
  }
}
