package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.github.threadleak.it.CorpusProgram.Leak;
import io.github.threadleak.it.CorpusProgram.Reach;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Has the leaks of a JVM proven, by heap dump and by the garbage collector. */
final class Prover {
  /** Each dump is marked by a JVM of its own. */
  private static final Semaphore AT_ONCE = new Semaphore(3);

  private final Watched watched;
  private final @Nullable CorpusProgram program;
  private final boolean virtual;

  /**
   * @param program what runs in the JVM; null for programs that leak nothing
   */
  Prover(Watched watched, @Nullable CorpusProgram program, boolean virtual) {
    this.watched = watched;
    this.program = program;
    this.virtual = virtual;
  }

  /** The means by which something was proven, in words; empty if nothing could be. */
  String prove() throws Exception {
    List<String> means = new ArrayList<>();
    AT_ONCE.acquire();
    try {
      if (byHeapDump()) {
        means.add("dump");
      }
    } finally {
      AT_ONCE.release();
    }
    if (virtual && byCollector()) {
      means.add("gc");
    }
    return String.join(", ", means);
  }

  private boolean byHeapDump() throws IOException {
    Jdk jdk = watched.jvm().jdk();
    Finished prove =
        Finished.run(
            List.of(
                jdk.tool("java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                ForkedJvm.AGENT_JAR.toString(),
                "prove",
                String.valueOf(watched.jvm().pid()),
                "--format",
                "json"));
    if (virtual && jdk.feature() < 25) {
      verifyRefusal(prove);
      return false;
    }
    List<Leak> expected = outOfReach(Reach.OUT);
    assertThat(prove.exitCode()).as("status: %s", prove.output()).isIn(0, 1);
    List<String> culprits = provenCulprits(JsonParser.parseString(prove.stdout()));
    verify(culprits, expected);
    assertThat(prove.exitCode())
        .as("status: %s", prove.output())
        .isEqualTo(expected.isEmpty() ? 0 : 1);
    return !culprits.isEmpty();
  }

  /** A dump of that JDK does not hold the stacks of virtual threads: refused where there is one. */
  private void verifyRefusal(Finished prove) {
    if (prove.exitCode() == 0) {
      assertThat(program).as("accepted: %s", prove.output()).isNull();
      assertThat(provenCulprits(JsonParser.parseString(prove.stdout()))).isEmpty();
    } else {
      assertThat(prove.exitCode()).as("status: %s", prove.output()).isEqualTo(2);
      assertThat(prove.stderr()).contains("virtual thread");
    }
  }

  private static List<String> provenCulprits(JsonElement document) {
    return Accounting.groups(document.getAsJsonObject()).stream()
        .filter(group -> group.get("verdict").getAsString().equals("proven"))
        .map(Accounting::culpritOf)
        .distinct()
        .toList();
  }

  private boolean byCollector() throws Exception {
    HttpResponse<String> answer =
        watched
            .jvm()
            .send(
                "POST",
                "/api/v1/prove",
                "",
                "Content-Type",
                "application/json",
                "X-Threadleak",
                "1");
    assertThat(answer.statusCode()).as(answer::body).isEqualTo(200);
    List<Leak> expected = outOfReach(Reach.OUT);
    if (!expected.isEmpty()) {
      Deadline.eventually(Duration.ofSeconds(20), () -> verifyAllAreThere(provenNow(), expected));
    }
    List<String> culprits = provenNow();
    verify(culprits, expected);
    return !culprits.isEmpty();
  }

  private List<String> provenNow() throws IOException, InterruptedException {
    return provenCulprits(watched.jvm().json("/debug/pprof/threadleak?format=json"));
  }

  private void verify(List<String> culprits, List<Leak> expected) {
    List<Leak> perhaps = outOfReach(Reach.PERHAPS);
    for (String culprit : culprits) {
      assertThat(
              expected.stream().anyMatch(leak -> leak.isAt(culprit))
                  || perhaps.stream().anyMatch(leak -> leak.isAt(culprit)))
          .as("proven at %s, which something can still wake", culprit)
          .isTrue();
    }
    verifyAllAreThere(culprits, expected);
  }

  private static void verifyAllAreThere(List<String> culprits, List<Leak> expected) {
    assertThat(expected)
        .as("proven at %s", culprits)
        .allMatch(leak -> culprits.stream().anyMatch(leak::isAt));
  }

  private List<Leak> outOfReach(Reach reach) {
    return program == null
        ? List.of()
        : program.leaks().stream().filter(leak -> leak.reach() == reach).toList();
  }
}
