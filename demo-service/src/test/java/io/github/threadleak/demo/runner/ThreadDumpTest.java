package io.github.threadleak.demo.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParseException;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ThreadDumpTest {
  private static final Frame RECORD = new Frame("com.acme.Audit", "record", "Audit.java", 17);

  @Test
  void readsFramesAsTextWithAndWithoutModuleAndLine() {
    assertThat(Frame.parse("com.acme.Audit.record(Audit.java:17)")).contains(RECORD);
    assertThat(Frame.parse("acme@1.0/com.acme.Audit.record(Audit.java:17)")).contains(RECORD);
    assertThat(Frame.parse("app//com.acme.Audit.record(Audit.java:17)")).contains(RECORD);
    assertThat(Frame.parse("com.acme.A$B.<init>(A.java)"))
        .contains(new Frame("com.acme.A$B", "<init>", "A.java", 0));
    assertThat(Frame.parse("overflow")).isEmpty();
  }

  @Test
  void readsCulpritsAsTextAndAsFrames() {
    ThreadDump dump =
        ThreadDump.parse(
            """
            {"groups": [
              {"count": 3, "kind": "platform",
               "spawn": {"siteId": "a", "culprit": "com.acme.Audit.record(Audit.java:17)"}},
              {"count": 4, "kind": "virtual", "reason": "latch", "verdict": "ok",
               "spawn": {"siteId": "b", "culprit":
                 {"class": "com.acme.Audit", "method": "record", "file": "Audit.java", "line": 17}}},
              {"count": 5, "kind": "platform", "spawnUnknown": "started before the agent"}]}
            """);
    assertThat(dump.groups())
        .containsExactly(
            plain(3, "platform", "", "", "a", Optional.of(RECORD)),
            plain(4, "virtual", "latch", "ok", "b", Optional.of(RECORD)),
            plain(5, "platform", "", "", "", Optional.empty()));
  }

  private static ThreadDump.Group plain(
      long count, String kind, String reason, String verdict, String site, Optional<Frame> frame) {
    return new ThreadDump.Group(
        count,
        kind,
        reason,
        verdict,
        "",
        site,
        frame,
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.empty());
  }

  @Test
  void readsWhatThreadsWaitOnAndForHowLong() {
    ThreadDump dump =
        ThreadDump.parse(
            """
            {"groups": [
              {"count": 3, "kind": "platform", "reason": "lock", "verdict": "suspected",
               "verdictDetail": "+2/min",
               "parked": {"minSeconds": 62.8, "medianSeconds": 63, "maxSeconds": 3700},
               "blocker": {"class": "com.acme.Lock", "identity": "0x1f3b", "shared": 3,
                 "objects": 1, "owner": {"threadId": 31, "threadName": "http-7"}}},
              {"count": 12000, "kind": "virtual", "seenParked": 4000,
               "parked": {"minSeconds": 4.6, "medianSeconds": 4.6, "maxSeconds": 4.6},
               "blocker": {"class": "com.acme.Queue", "objectsMoreThan": 10000}},
              {"count": 4, "kind": "platform", "seenParked": 4,
               "pool": {"type": "com.acme.Pool", "pools": 2, "shutdown": false, "idle": true}},
              {"count": 1, "kind": "platform", "pool": {"type": "com.acme.Pool"}}]}
            """);
    assertThat(dump.groups())
        .extracting(WaitWords::blocker)
        .containsExactly(
            "com.acme.Lock 0x1f3b, one object for 3 threads, owned by thread 31 \"http-7\"",
            "com.acme.Queue, more than 10,000 objects for 12,000 threads",
            "no object",
            "no object");
    assertThat(dump.groups())
        .extracting(WaitWords::parked)
        .containsExactly(
            "for at least 1m2s to 1h1m",
            "for at least 4s, 4,000 of them seen parked",
            "seen parked",
            "not known for how long");
    assertThat(dump.groups())
        .flatExtracting(group -> group.pool().map(WaitWords::pool).stream().toList())
        .containsExactly("2 of com.acme.Pool, not shut down, idle", "1 of com.acme.Pool");
    assertThat(WaitWords.threads(dump.groups().get(0)))
        .isEqualTo("3 platform threads, lock; verdict suspected: +2/min");
  }

  @Test
  void blamesThePoolsMakerForItsWorkers() {
    ThreadDump dump =
        new Dumps()
            .pooled(2, "com.acme.Jobs.submit(Jobs.java:1)", "com.acme.Audit.record(Audit.java:17)")
            .dump();
    assertThat(dump.groups().get(0).culprit()).contains(RECORD);
    assertThat(dump.groups().get(0).siteId()).isEqualTo("00c0ffee");
  }

  @Test
  void refusesWhatIsNoDump() {
    assertThatThrownBy(() -> ThreadDump.parse("{}")).isInstanceOf(JsonParseException.class);
    assertThatThrownBy(() -> ThreadDump.parse("<html>")).isInstanceOf(JsonParseException.class);
  }

  @Test
  void readsGauges() {
    Gauges gauges =
        Gauges.parse(
            """
            # TYPE threadleak_threads gauge
            threadleak_threads{kind="platform",} 31.0
            threadleak_threads{kind="virtual"} 1.2E4
            threadleak_threads_started_total{kind="virtual"} 99
            process_resident_memory_bytes 1.048576E7
            """);
    assertThat(gauges).isEqualTo(new Gauges(31, 12_000, OptionalLong.of(10 << 20)));
    assertThat(Gauges.parse("").residentBytes()).isEmpty();
  }
}
