package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Go's own tools, and those written for Go programs, make of the profiles. */
class GoToolsIT {
  private static final List<String> PROFILES =
      List.of("threads", "threadleak", "goroutine", "goroutineleak");

  @OnEveryJdk
  void goReadsEveryProfile(Jdk jdk) throws Exception {
    String go = Tools.needOnPath("go").toString();
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Routes", "factory")) {
      Accounting.verify(jvm.awaitReady());
      for (String profile : PROFILES) {
        HttpResponse<byte[]> answer = jvm.getBytes("/debug/pprof/" + profile);
        assertThat(answer.headers().firstValue("Content-Type"))
            .contains("application/octet-stream");
        assertThat(answer.headers().firstValue("Content-Disposition"))
            .contains("attachment; filename=\"" + profile + "\"");
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        Path file = Files.createTempFile("threadleak-it", ".pb.gz");
        try {
          Files.write(file, answer.body());
          String type = profile.startsWith("goroutine") ? "goroutine" : "threads";
          Finished raw = Finished.run(List.of(go, "tool", "pprof", "-raw", file.toString()));
          assertThat(raw.exitCode()).as(raw::output).isZero();
          assertThat(raw.stdout())
              .contains("PeriodType: " + type + " count", "Period: 1", type + "/count")
              .contains("1: 0x0/0x0/0x0 JVM " + version(jvm) + "  [FN][FL][LN][IN]");
          if (!profile.contains("leak")) {
            assertThat(raw.stdout()).containsPattern("\n +200: [0-9 ]+\n +culprit:\\[Routes\\.");
            Finished top = Finished.run(List.of(go, "tool", "pprof", "-top", file.toString()));
            assertThat(top.exitCode()).as(top::output).isZero();
            assertThat(top.stdout()).containsPattern("(?m)^ +2[0-9]{2} .* \\S+\\.park\\R");
          }
        } finally {
          Files.delete(file);
        }
      }
    }
  }

  @OnEveryJdk
  void panicparseReadsGoroutines(Jdk jdk) throws Exception {
    String panicparse = Tools.needOnPath("panicparse").toString();
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Routes", "factory")) {
      Accounting.verify(jvm.awaitReady());
      String dump = jvm.page("/debug/pprof/goroutine?debug=2");
      Finished read = Finished.run(List.of(panicparse), Map.of(), dump);
      assertThat(read.exitCode()).as(read::output).isZero();
      assertThat(read.stderr()).isEmpty();
      Matcher bucket = Pattern.compile("(?m)^([0-9]+): [a-zA-Z]").matcher(read.stdout());
      long inBuckets = 0;
      while (bucket.find()) {
        inBuckets += Long.parseLong(bucket.group(1));
      }
      assertThat(inBuckets)
          .isEqualTo(dump.lines().filter(line -> line.startsWith("goroutine ")).count())
          .isGreaterThan(200);
      assertThat(read.stdout()).contains("\n200: park");
    }
  }

  @OnEveryJdk
  void goGroupsGoroutinesAlike(Jdk jdk) throws Exception {
    String go = Tools.needOnPath("go").toString();
    try (ForkedJvm jvm = ForkedJvm.on(jdk).run("Routes", "factory")) {
      Accounting.verify(jvm.awaitReady());
      String text = jvm.page("/debug/pprof/goroutine?debug=1");
      assertThat(text).startsWith("goroutine profile: total ");
      assertThat(text.lines().skip(1))
          .allMatch(
              line ->
                  line.isEmpty()
                      || line.matches("[0-9]+ @( 0x[0-9a-f]+)+")
                      || line.matches("#\t0x[0-9a-f]+\t[^\t ]+\\+0x[0-9a-f]+\t+[^\t]+:[0-9]+"));
      Path file = Files.createTempFile("threadleak-it", ".txt");
      try {
        Files.writeString(file, text);
        Finished raw = Finished.run(List.of(go, "tool", "pprof", "-raw", file.toString()));
        assertThat(raw.exitCode()).as(raw::output).isZero();
        assertThat(raw.stdout()).contains("goroutine/count").containsPattern("\n +200: ");
      } finally {
        Files.delete(file);
      }
    }
  }

  private static String version(ForkedJvm jvm) throws IOException, InterruptedException {
    return jvm.threads().getAsJsonObject("jvm").get("version").getAsString();
  }
}
