package io.github.threadleak.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.threadleak.config.Log;
import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.Sites;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.Leak;
import io.github.threadleak.snapshot.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerdictLogTest {
  private static final Site SITE = Sites.spawned("com.acme.audit.AuditLogger", "record", 17);
  private static final String URL = "http://127.0.0.1:9797";

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private long now;

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setErr(before);
  }

  private VerdictLog log(String url) {
    return new VerdictLog(new Log(Log.Level.INFO), () -> url, () -> now);
  }

  private static Leak leak(Verdict verdict, Site site) {
    return new Leak(
        verdict, "in one park for 10m or longer", site, Kind.VIRTUAL, Reason.QUEUE_PUT, 25);
  }

  private static List<Leak> found(Leak... leaks) {
    return List.of(leaks);
  }

  private List<String> lines() {
    return said.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void saysVerdictCountReasonCulpritAndWhereToLook() {
    log(URL).accept(found(leak(Verdict.STUCK, SITE)));
    assertThat(lines())
        .containsExactly(
            "[threadleak] stuck: 25 virtual threads [queue put] spawned at"
                + " com.acme.audit.AuditLogger.record(AuditLogger.java:17), in one park for 10m or"
                + " longer; http://127.0.0.1:9797/debug/pprof/threadleak?debug=1&site="
                + SITE.id());
  }

  @Test
  void saysEachOnceAndAStrongerOneAgain() {
    VerdictLog log = log(URL);
    log.accept(found(leak(Verdict.STUCK, SITE)));
    log.accept(found(leak(Verdict.STUCK, SITE)));
    assertThat(lines()).hasSize(1);
    log.accept(found(leak(Verdict.PROVEN, SITE)));
    assertThat(lines()).hasSize(2);
  }

  @Test
  void saysWhatHasVanishedAndWhereThatIsListed() {
    log(URL)
        .accept(found(new Leak(Verdict.VANISHED, null, SITE, Kind.VIRTUAL, Reason.UNKNOWN, 51)));
    assertThat(lines())
        .containsExactly(
            "[threadleak] vanished: 51 virtual threads spawned at"
                + " com.acme.audit.AuditLogger.record(AuditLogger.java:17), collected while parked;"
                + " http://127.0.0.1:9797/api/v1/leaks?site="
                + SITE.id());
  }

  @Test
  void saysNothingOfSuspects() {
    log(URL).accept(found(leak(Verdict.SUSPECTED, SITE)));
    assertThat(lines()).isEmpty();
  }

  @Test
  void givesNoAddressWithoutAListener() {
    log(null).accept(found(leak(Verdict.STUCK, SITE)));
    assertThat(lines().get(0)).endsWith("10m or longer");
  }

  @Test
  void doesNotFloodTheLog() {
    List<Leak> leaks = new ArrayList<>();
    for (int line = 1; line <= 200; line++) {
      leaks.add(leak(Verdict.STUCK, Sites.spawned("com.acme.Many", "spawn", line)));
    }
    VerdictLog log = log(URL);
    for (int census = 0; census < 30; census++) {
      log.accept(found(leaks.toArray(new Leak[0])));
      now += TimeUnit.SECONDS.toNanos(1);
    }
    assertThat(lines()).hasSize(11);
    assertThat(lines().get(10)).contains("more leaks than are said here one by one");
    now += TimeUnit.MINUTES.toNanos(4);
    log.accept(found(leaks.toArray(new Leak[0])));
    assertThat(lines().get(11)).contains("stuck: 25 virtual threads");
  }
}
