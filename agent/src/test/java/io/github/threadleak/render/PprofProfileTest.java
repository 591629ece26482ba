package io.github.threadleak.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.threadleak.it.DecodedProfile;
import io.github.threadleak.snapshot.Group;
import io.github.threadleak.snapshot.Grouping;
import io.github.threadleak.snapshot.ThreadName;
import io.github.threadleak.snapshot.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Read back with protobuf's own parser and the schema that pprof publishes. */
class PprofProfileTest {
  private final Fixture fixture = new Fixture();

  @Test
  void holdsStacksCountsAndLabels() throws IOException {
    assertThat(decoded(fixture.report()).text())
        .isEqualTo(
            fixture.expected(
                """
                sample type threads/count, period 1 threads/count
                time 1795219200000000000, duration 0
                mapping 1 JVM 25, resolved
                comment threadleak 0.1
                comment pid 4711
                comment Vendor 25
                comment only kind=*
                184000 kind=virtual reason=queue put site=ID culprit=CULPRIT verdict=suspected state=WAITING
                  java.util.concurrent.LinkedBlockingQueue.put LinkedBlockingQueue.java:343
                  com.acme.AuditLogger.lambda$record$0 AuditLogger.java:17
                  [spawned] :0
                  CULPRIT_METHOD CULPRIT_PLACE
                  com.acme.ChargeHandler.handle ChargeHandler.java:58
                3 kind=platform reason=idle pool worker site=ID culprit=CULPRIT verdict=idle state=WAITING
                  [no Java frames] :0
                  [spawned] :0
                  CULPRIT_METHOD CULPRIT_PLACE
                  com.acme.ChargeHandler.handle ChargeHandler.java:58
                1 kind=platform reason=running verdict=ok state=RUNNABLE
                  com.acme.AuditLogger.lambda$record$0 AuditLogger.java:17
                  [spawned] :0
                  [started before the agent] :0
                """));
  }

  @Test
  void endsAGoroutinesStackWhereItBegan() throws IOException {
    Report report = fixture.report(Profile.GOROUTINE, fixture.older());

    assertThat(decoded(report).text())
        .contains("sample type goroutine/count, period 1 goroutine/count")
        .endsWith("state=RUNNABLE\n  com.acme.AuditLogger.lambda$record$0 AuditLogger.java:17\n");
  }

  @Test
  void takesOneLookFromAnother() throws IOException {
    Group before = fixture.leaking(Verdict.OK, List.of(Fixture.PUT), new ThreadName(1, "n"));
    Group judgedAnew = fixture.leaking(Verdict.STUCK, List.of(Fixture.PUT), new ThreadName(1, "n"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PprofProfile.writeDifference(
        fixture.report(
            Profile.THREADS, Grouping.PARKED, "2026-11-21T00:00:00Z", before, fixture.older()),
        fixture.report(
            Profile.THREADS,
            Grouping.PARKED,
            "2026-11-21T00:00:30.5Z",
            judgedAnew,
            fixture.workers()),
        out);

    assertThat(DecodedProfile.of(out.toByteArray()).text())
        .contains("time 1795219230500000000, duration 30500000000\n")
        .endsWith(
            fixture.expected(
                """
                -1 kind=platform reason=running
                  com.acme.AuditLogger.lambda$record$0 AuditLogger.java:17
                """))
        .contains("\n3 kind=platform reason=idle pool worker site=")
        .doesNotContain("184000", "verdict=");
  }

  @Test
  void carriesAnyNameAsValidUtf8() throws IOException {
    assertThat(decoded(fixture.hostile()).text())
        .contains("com.acme.<script>\\n;\\u001b[31m x.y\\\"\\ud800 </script>\\nF.java:3\n");
  }

  private static DecodedProfile decoded(Report report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PprofProfile.write(report, out);
    return DecodedProfile.of(out.toByteArray());
  }
}
