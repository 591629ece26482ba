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
            new ThreadDump.Group(3, "platform", "", "", "a", Optional.of(RECORD)),
            new ThreadDump.Group(4, "virtual", "latch", "ok", "b", Optional.of(RECORD)),
            new ThreadDump.Group(5, "platform", "", "", "", Optional.empty()));
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
