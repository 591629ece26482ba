package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** The proof by heap dump finds all that cannot be woken, and nothing that can. */
class ProveIT {
  private static final Set<String> HELD_WEAKLY =
      Set.of("weak-reference", "weak-map-key", "weak-thread");
  private static final Pattern LEAK = Pattern.compile("\"(leak-[a-z-]+)\"");

  @TempDir Path folder;

  @OnEveryJdk
  void provesEveryLeakedPlatformThreadAndNoOther(Jdk jdk) throws Exception {
    provesEveryLeak(jdk, "ProveWays", "platform");
  }

  @OnEveryJdk(from = 25)
  void provesEveryLeakedVirtualThreadAndNoOther(Jdk jdk) throws Exception {
    provesEveryLeak(jdk, "ProveVirtual", "virtual");
  }

  private void provesEveryLeak(Jdk jdk, String program, String kind) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).withoutAgent().run(program)) {
      jvm.awaitReady();
      expectLeaks(json(prove(jdk, pid(jvm), "--format", "json")), kind);
      expectLeaks(json(prove(jdk, dump(jvm, "live.hprof").toString(), "--format=json")), kind);
      Path all = dump(jvm, "all.hprof", "-all");
      expectLeaks(json(prove(jdk, all.toString(), "--format=json")), kind);
    }
  }

  private void expectLeaks(JsonObject findings, String kind) throws IOException {
    assertThat(names(findings, "proven")).isEqualTo(leaks());
    assertThat(names(findings, "held weakly")).isEqualTo(HELD_WEAKLY);
    assertThat(findings.getAsJsonObject("totals").get("proven").getAsInt())
        .isEqualTo(leaks().size());
    assertThat(findings.get("agentData").getAsBoolean()).isFalse();
    List<JsonObject> ofOtherKind =
        groups(findings).filter(group -> !text(group, "kind").equals(kind)).toList();
    // the workers of the abandoned pools
    assertThat(ofOtherKind).hasSizeLessThanOrEqualTo(2);
  }

  @OnEveryJdk
  void namesTheReasonAsTheAgentDoes(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).withoutAgent().run("ProveWays")) {
      jvm.awaitReady();
      JsonObject findings = json(prove(jdk, pid(jvm), "--format", "json"));
      Map<String, String> expected =
          Map.of(
              "leak-queue-put", "queue put java.util.concurrent.LinkedBlockingQueue",
              "leak-semaphore", "semaphore java.util.concurrent.Semaphore",
              "leak-idle-worker", "idle pool worker java.util.concurrent.LinkedBlockingQueue",
              "leak-monitor", "monitor java.lang.Object",
              "leak-object-wait", "object wait java.lang.Object",
              "leak-completable-future",
                  "completable future java.util.concurrent.CompletableFuture");
      expected.forEach(
          (name, reason) ->
              assertThat(groups(findings).filter(group -> has(group, name)).toList())
                  .singleElement()
                  .satisfies(
                      group ->
                          assertThat(
                                  text(group, "reason")
                                      + " "
                                      + text(group.getAsJsonObject("blocker"), "class"))
                              .isEqualTo(reason)));
    }
  }

  @OnEveryJdk
  void agreesWithWhatCouldReallyBeWoken(Jdk jdk) throws Exception {
    List<String> kinds = jdk.feature() >= 25 ? List.of("platform", "virtual") : List.of("platform");
    for (String kind : kinds) {
      for (int seed = 1; seed <= 3; seed++) {
        try (ForkedJvm jvm = ForkedJvm.on(jdk).withoutAgent().run("ProveGraph", seed, kind)) {
          jvm.awaitReady();
          Path dump = dump(jvm, kind + seed + ".hprof");
          jvm.send("wake");
          String left = jvm.awaitLine("LEFT ").substring("LEFT ".length());
          Set<String> stayed = new TreeSet<>();
          Matcher number = Pattern.compile("\\d+").matcher(left);
          while (number.find()) {
            stayed.add("graph-" + number.group());
          }
          assertThat(stayed).isNotEmpty();
          Finished proved = prove(jdk, dump.toString(), "--format", "json");
          JsonObject findings = json(proved);
          assertThat(findings.getAsJsonObject("totals").get("proven").getAsInt())
              .as("seed " + seed)
              .isEqualTo(stayed.size());
          assertThat(stayed).containsAll(names(findings, "proven"));
        }
      }
    }
  }

  @OnEveryJdk
  void showsTheSpawnSitesThatTheAgentShows(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).agent("census-interval=1s").run("ProveWays")) {
      jvm.awaitReady();
      Set<String> known = new TreeSet<>();
      Deadline.eventually(
          Duration.ofSeconds(20),
          () -> {
            known.clear();
            Accounting.groups(jvm.threads()).stream()
                .filter(group -> group.has("spawn"))
                .map(group -> group.getAsJsonObject("spawn"))
                .forEach(spawn -> known.add(text(spawn, "siteId") + " " + text(spawn, "culprit")));
            assertThat(known).isNotEmpty();
          });
      JsonObject findings = json(prove(jdk, pid(jvm), "--format", "json"));
      assertThat(names(findings, "proven")).isEqualTo(leaks());
      assertThat(findings.get("agentData").getAsBoolean()).isTrue();
      groups(findings)
          .forEach(
              group -> {
                JsonObject spawn = group.getAsJsonObject("spawn");
                assertThat(known).contains(text(spawn, "siteId") + " " + text(spawn, "culprit"));
              });
      // the agent keeps no more than sixteen stacks of one site
      assertThat(
              groups(findings)
                  .map(group -> group.getAsJsonObject("spawn").getAsJsonArray("stack"))
                  .filter(stack -> !stack.isEmpty()))
          .hasSizeGreaterThan(5);
    }
  }

  @OnEveryJdk(from = 21, to = 24)
  void refusesADumpThatLacksTheStacksOfVirtualThreads(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).withoutAgent().run("ProveVirtual")) {
      jvm.awaitReady();
      Finished refused = prove(jdk, pid(jvm));
      assertThat(refused.exitCode()).as(refused::output).isEqualTo(2);
      assertThat(refused.stderr()).hasLineCount(1).contains("lacks the stacks of");
      assertThat(refused.stdout()).isEmpty();
    }
  }

  @OnEveryJdk(from = 21)
  void refusesADumpThatLacksPartOfTheStackOfARunningVirtualThread(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).withoutAgent().run("ProveRunningVirtual")) {
      jvm.awaitReady();
      Finished refused = prove(jdk, pid(jvm), "--attempts=2");
      assertThat(refused.exitCode()).as(refused::output).isEqualTo(2);
      assertThat(refused.stderr())
          .hasLineCount(1)
          .contains("lacks the lower part of the stacks of 1 virtual thread", "(2 dumps taken)");
      assertThat(refused.stdout()).isEmpty();
    }
  }

  @OnEveryJdk(from = 21)
  void isNotPutOffByVirtualThreadsThatHaveEnded(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).withoutAgent().run("ProveEndedVirtual")) {
      jvm.awaitReady();
      Finished proved = prove(jdk, pid(jvm));
      assertThat(proved.exitCode()).as(proved::output).isEqualTo(1);
      assertThat(proved.stdout()).contains("1 platform [latch] proven: ", "\"leak-latch\"");
    }
  }

  @OnEveryJdk
  void deletesItsDumpAndKeepsItWhenToldTo(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).withoutAgent().run("AttachTarget17")) {
      jvm.awaitReady();
      Path temporary = Files.createDirectory(folder.resolve("tmp"));
      Finished proved = proveIn(jdk, temporary, pid(jvm));
      assertThat(proved.stdout()).contains("\npause: the JVM stood still for 0.", "dump: deleted");
      assertThat(proved.stderr()).isEmpty();
      assertThat(temporary).isEmptyDirectory();

      Path kept = folder.resolve("kept.hprof");
      Finished again = proveIn(jdk, temporary, pid(jvm), "--keep=" + kept);
      assertThat(again.exitCode()).as(again::output).isLessThan(2);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
          .isEqualTo("rw-------");
      assertThat(temporary).isEmptyDirectory();
      try (Stream<Path> beside = Files.list(folder)) {
        assertThat(beside).containsExactlyInAnyOrder(temporary, kept);
      }
      Finished taken = prove(jdk, pid(jvm), "--keep=" + kept);
      assertThat(taken.exitCode()).isEqualTo(2);
      assertThat(taken.stderr()).hasLineCount(1).contains(kept.toString());

      Finished fromFile = prove(jdk, kept.toString());
      assertThat(fromFile.exitCode()).isEqualTo(again.exitCode());
      jvm.exit();
    }
  }

  @OnEveryJdk
  void saysWhatIsWrongWithAFile(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).withoutAgent().run("AttachTarget17")) {
      jvm.awaitReady();
      Path whole = dump(jvm, "whole.hprof");
      for (double share : new double[] {0.0001, 0.3, 0.6, 0.999}) {
        Path part = folder.resolve("part.hprof");
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(part, java.util.Arrays.copyOf(bytes, (int) (bytes.length * share)));
        refused(prove(jdk, part.toString()), "part.hprof: truncated");
      }
      try (RandomAccessFile file = new RandomAccessFile(whole.toFile(), "rw")) {
        file.seek(file.length() / 2);
        file.write(new byte[100_000]);
      }
      refused(prove(jdk, whole.toString()), "whole.hprof: ");
      refused(prove(jdk, Files.writeString(folder.resolve("x"), "no dump").toString()), "/x: not");
      refused(prove(jdk, folder.resolve("missing").toString()), "missing");
      refused(prove(jdk, folder.toString()), folder.toString());
      Finished unreachable = prove(jdk, "999999999");
      assertThat(unreachable.exitCode()).isEqualTo(3);
      assertThat(unreachable.stderr()).hasLineCount(1).contains("999999999");
      jvm.exit();
    }
  }

  private static void refused(Finished refused, String why) {
    assertThat(refused.exitCode()).as(refused::output).isEqualTo(2);
    assertThat(refused.stderr()).hasLineCount(1).contains(why).doesNotContain("Exception");
    assertThat(refused.stdout()).isEmpty();
  }

  // ----

  private static Set<String> leaks() throws IOException {
    Set<String> leaks = new TreeSet<>();
    Matcher leak =
        LEAK.matcher(Files.readString(Path.of("src/test/programs/common/ProveWays.java")));
    while (leak.find()) {
      leaks.add(leak.group(1));
    }
    assertThat(leaks).hasSizeGreaterThan(20);
    return leaks;
  }

  private Path dump(ForkedJvm jvm, String name, String... options) throws IOException {
    Path file = folder.resolve(name);
    List<String> command = new ArrayList<>();
    command.add(jvm.jdk().tool("jcmd").toString());
    command.addAll(List.of(pid(jvm), "GC.heap_dump"));
    command.addAll(List.of(options));
    command.add(file.toString());
    Finished dumped = Finished.run(command);
    assertThat(file).as(dumped.output()).exists();
    return file;
  }

  private static Finished prove(Jdk jdk, String... words) throws IOException {
    return proveIn(jdk, Path.of(System.getProperty("java.io.tmpdir")), words);
  }

  private static Finished proveIn(Jdk jdk, Path temporary, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(jdk.tool("java").toString());
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of("-jar", ForkedJvm.AGENT_JAR.toString(), "prove"));
    command.addAll(List.of(words));
    return Finished.run(command);
  }

  private static JsonObject json(Finished proved) {
    assertThat(proved.exitCode()).as(proved::output).isEqualTo(1);
    return JsonParser.parseString(proved.stdout()).getAsJsonObject();
  }

  private static Set<String> names(JsonObject findings, String verdict) {
    Set<String> names = new TreeSet<>();
    groups(findings)
        .filter(group -> text(group, "verdict").equals(verdict))
        .flatMap(ProveIT::examples)
        .forEach(names::add);
    return names;
  }

  private static Stream<JsonObject> groups(JsonObject findings) {
    return findings.getAsJsonArray("groups").asList().stream().map(JsonElement::getAsJsonObject);
  }

  private static Stream<String> examples(JsonObject group) {
    return group.getAsJsonArray("examples").asList().stream()
        .map(example -> text(example.getAsJsonObject(), "threadName"));
  }

  private static boolean has(JsonObject group, String name) {
    return examples(group).anyMatch(name::equals);
  }

  private static String text(JsonObject object, String field) {
    return object.get(field).getAsString();
  }

  private static String pid(ForkedJvm jvm) {
    return String.valueOf(jvm.pid());
  }
}
