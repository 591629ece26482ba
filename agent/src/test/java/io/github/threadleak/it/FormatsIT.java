package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import me.bechberger.jthreaddump.model.LockInfo;
import me.bechberger.jthreaddump.model.ThreadDump;
import me.bechberger.jthreaddump.model.ThreadInfo;
import me.bechberger.jthreaddump.parser.ThreadDumpParser;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Every format, read by a reader that is not ours. */
class FormatsIT {
  private static final List<String> FORMATS =
      List.of("debug=1", "debug=2", "format=json", "format=jstack", "format=folded", "format=html");
  private static final Pattern FOLDED = Pattern.compile("([^; ]+(?:;[^; ]+)*) ([0-9]+)");

  @OnEveryJdk
  void protobufsOwnParserReadsThePublicSchema(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Routes", "factory")) {
      Accounting.verify(jvm.awaitReady());
      List<DecodedProfile.Sample> samples =
          DecodedProfile.of(jvm.getBytes("/debug/pprof/threads?name=made&debug=0").body())
              .samples();
      assertThat(samples)
          .singleElement()
          .satisfies(
              sample -> {
                assertThat(sample.count()).isEqualTo(200);
                assertThat(sample.labels())
                    .containsEntry("kind", "platform")
                    .containsEntry("reason", "park")
                    .containsEntry("state", "WAITING")
                    .containsKeys("site", "verdict");
                assertThat(sample.labels().get("culprit")).contains("Routes.startFromFactory(");
                assertThat(sample.stack())
                    .anyMatch(frame -> frame.matches("Told\\.parkForGood Told\\.java:\\d+"))
                    .contains("[spawned] :0")
                    .anyMatch(frame -> frame.matches("Routes\\.main Routes\\.java:\\d+"));
              });
      List<DecodedProfile.Sample> goroutines =
          DecodedProfile.of(jvm.getBytes("/debug/pprof/goroutine?name=made").body()).samples();
      assertThat(goroutines.get(0).stack())
          .as("a goroutine's stack ends where it began")
          .noneMatch(frame -> frame.startsWith("Routes.main") || frame.startsWith("[spawned]"));
      List<DecodedProfile.Sample> bySpawn =
          DecodedProfile.of(jvm.getBytes("/debug/pprof/threads?name=made&group=spawn").body())
              .samples();
      assertThat(bySpawn.get(0).stack().get(0)).startsWith("Routes.startFromFactory ");
    }
  }

  @OnEveryJdk
  void leakProfilesShowNoThreadWithoutAVerdictOfALeak(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Routes", "pool")) {
      Accounting.verify(jvm.awaitReady());
      for (String profile : List.of("threadleak", "goroutineleak")) {
        String path = "/debug/pprof/" + profile;
        assertThat(Accounting.groups(jvm.json(path + "?format=json")))
            .extracting(group -> group.get("verdict").getAsString())
            .isSubsetOf("deadlocked", "proven", "stuck", "suspected");
        assertThat(Accounting.groups(jvm.json(path + "?format=json&verdict=idle"))).isEmpty();
      }
      assertThat(jvm.page("/debug/pprof/threads?debug=1&verdict=idle"))
          .contains("[idle pool worker")
          .doesNotContain("[running");
      assertThat(jvm.page("/debug/pprof/goroutineleak?debug=1"))
          .startsWith("goroutine profile: total ");
    }
  }

  @OnEveryJdk
  void aReaderOfThreadDumpsFindsEveryThread(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Routes", "thread")) {
      JsonObject threads = Accounting.verify(jvm.awaitReady());
      ThreadDump dump = ThreadDumpParser.parse(jvm.page("/debug/pprof/threads?format=jstack"));
      assertThat(dump.timestamp()).isNotNull();
      assertThat(dump.sourceType()).isEqualTo("jstack");
      assertThat((long) dump.threads().size())
          .isEqualTo(Accounting.total(threads, "platform") + Accounting.total(threads, "virtual"));
      assertThat(dump.threads()).allMatch(thread -> thread.threadId() != null);
      List<ThreadInfo> leaked =
          dump.threads().stream().filter(thread -> "leaked".equals(thread.name())).toList();
      assertThat(leaked).hasSize(500);
      for (ThreadInfo thread : leaked) {
        assertThat(thread.state()).isEqualTo(Thread.State.WAITING);
        assertThat(thread.stackTrace()).anyMatch(f -> "parkForGood".equals(f.methodName()));
        assertThat(thread.locks())
            .singleElement()
            .satisfies(
                lock -> {
                  assertThat(lock.operation()).isEqualTo(LockInfo.LockOperation.PARKING);
                  assertThat(lock.className()).isEqualTo("java.lang.Class");
                });
      }
    }
  }

  @OnEveryJdk(from = 21)
  void threadDumpsHoldVirtualThreads(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("VirtualChurn", 160_000)) {
      Accounting.verify(jvm.awaitReady());
      ThreadDump dump =
          ThreadDumpParser.parse(jvm.page("/debug/pprof/threads?format=jstack&kind=virtual"));
      assertThat(dump.threads())
          .hasSize(3_200)
          .allMatch(thread -> thread.threadId() != null && !thread.stackTrace().isEmpty())
          .anyMatch(thread -> thread.name().equals("VirtualThread[#" + thread.threadId() + "]"));
    }
  }

  @OnEveryJdk
  void foldedStacksAreOneLineEach(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Routes", "factory")) {
      Accounting.verify(jvm.awaitReady());
      for (String group : List.of("both", "spawn", "parked")) {
        Set<String> stacks = new HashSet<>();
        String page = jvm.page("/debug/pprof/threads?format=folded&name=made&group=" + group);
        long sum = 0;
        for (String line : page.lines().toList()) {
          Matcher folded = FOLDED.matcher(line);
          assertThat(folded.matches()).as(line).isTrue();
          assertThat(stacks.add(folded.group(1))).as("once: " + line).isTrue();
          sum += Long.parseLong(folded.group(2));
        }
        assertThat(sum).as(group).isEqualTo(200);
      }
      assertThat(jvm.page("/debug/pprof/threads?format=folded&name=made"))
          .matches(
              "(?s)Routes\\.main;.*Routes\\.startFromFactory;\\[spawned];java\\.lang\\.Thread\\.run"
                  + ";.*Told\\.parkForGood;.*LockSupport\\.park;.* 200\n");
    }
  }

  @OnEveryJdk
  void htmlIsOneFileThatAsksForNothing(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Routes", "pool")) {
      Accounting.verify(jvm.awaitReady());
      HttpResponse<String> answer = jvm.get("/debug/pprof/threads?format=html&kind=platform");
      assertThat(answer.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
      Document page = Jsoup.parse(answer.body());
      assertThat(page.select("[src], [href], link, iframe, object, form, base")).isEmpty();
      assertThat(page.getAllElements())
          .allMatch(
              e -> e.attributes().asList().stream().noneMatch(a -> a.getKey().startsWith("on")));
      assertPolicyAdmitsOnlyItsOwn(page);
      assertThat(page.select("dl").text())
          .contains("Process " + jvm.pid(), "JVM ", "Time 20", "Filters kind=platform");
      JsonObject data =
          JsonParser.parseString(page.getElementById("data").data()).getAsJsonObject();
      int groups = data.getAsJsonArray("groups").size();
      assertThat(page.select("#groups tbody tr")).hasSize(groups);
      assertThat(page.select("#groups tbody tr").eachText())
          .anyMatch(row -> row.contains("idle pool worker") && row.contains("ThreadPoolExecutor"));
      assertScriptRuns(page, answer.body());
    }
  }

  /** One script and one style, and no other, by their hashes. */
  private static void assertPolicyAdmitsOnlyItsOwn(Document page) throws Exception {
    Element policy = page.selectFirst("head meta[http-equiv=Content-Security-Policy]");
    assertThat(policy).isNotNull();
    assertThat(policy.attr("content"))
        .isEqualTo(
            "default-src 'none'; script-src '%s'; style-src '%s'; base-uri 'none'; form-action 'none'"
                .formatted(
                    hash(page.selectFirst("script:not([type])").data()),
                    hash(page.selectFirst("style").data())));
    assertThat(page.select("script:not([type]), style")).hasSize(2);
  }

  private static String hash(String text) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return "sha256-"
        + Base64.getEncoder().encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void assertScriptRuns(Document page, String html) throws IOException {
    Path folder = Files.createTempDirectory("threadleak-it");
    Path script = folder.resolve("report.js");
    Path file = folder.resolve("report.html");
    try {
      Files.writeString(script, page.selectFirst("script:not([type])").data());
      Finished checked =
          Finished.run(List.of(Tools.needOnPath("node").toString(), "--check", script.toString()));
      assertThat(checked.exitCode()).as(checked::output).isZero();
      if (Tools.onPath("chromium").isPresent()) {
        Files.writeString(file, html);
        Finished browser =
            Finished.run(
                List.of(
                    "chromium",
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--user-data-dir=" + folder.resolve("profile"),
                    "--dump-dom",
                    file.toUri().toString()));
        Document drawn = Jsoup.parse(browser.stdout());
        assertThat(drawn.select("#graph .box")).as(browser::stderr).hasSizeGreaterThan(5);
        assertThat(drawn.select("#groups th button")).hasSize(10);
      }
    } finally {
      Programs.delete(folder);
    }
  }

  @OnEveryJdk
  void noNameBreaksAnyFormat(Jdk jdk) throws Exception {
    List<String> programs =
        jdk.hasVirtualThreads() ? List.of("Named", "NamedVirtual") : List.of("Named");
    for (String program : programs) {
      try (ForkedJvm jvm = ForkedJvm.on(jdk).run(program)) {
        JsonObject threads = Accounting.verify(jvm.awaitReady());
        long total = Accounting.total(threads, "platform") + Accounting.total(threads, "virtual");
        for (String profile : List.of("threads", "goroutine")) {
          for (String format : FORMATS) {
            String path = "/debug/pprof/" + profile + "?" + format;
            assertNoControls(path, utf8(jvm.getBytes(path).body()));
            String rightToLeft = utf8(jvm.getBytes(path + "&name=*right*").body());
            if (!format.equals("format=json")) { // it has its own idea of what needs an escape
              assertThat(rightToLeft).as(path).isNotBlank().doesNotContain("\u202e");
            }
          }
          DecodedProfile decoded =
              DecodedProfile.of(jvm.getBytes("/debug/pprof/" + profile).body());
          assertThat(decoded.samples().stream().mapToLong(DecodedProfile.Sample::count).sum())
              .isEqualTo(total);
        }
        ThreadDump dump = ThreadDumpParser.parse(jvm.page("/debug/pprof/threads?format=jstack"));
        assertThat((long) dump.threads().size()).isEqualTo(total);
        assertThat(dump.threads())
            .extracting(ThreadInfo::name)
            .contains("quoted 'name' \\ back", "two\\nlines\\u000d\\nthree");
        Document page = Jsoup.parse(jvm.page("/debug/pprof/threads?format=html&name=*script*"));
        assertThat(page.select("script")).as("data and code alone").hasSize(2);
        assertThat(page.select("#groups").text()).contains("<script>alert(1)</script>");
      }
    }
  }

  private static void assertNoControls(String path, String text) {
    assertThat(text.codePoints().filter(c -> c < ' ' && c != '\n' && c != '\t')).as(path).isEmpty();
  }

  /** Strict: bytes that are not UTF-8 are a failure. */
  private static String utf8(byte[] bytes) throws IOException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
