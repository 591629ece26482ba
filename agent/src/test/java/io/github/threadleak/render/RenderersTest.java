package io.github.threadleak.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Frame;
import io.github.threadleak.snapshot.Group;
import io.github.threadleak.snapshot.Grouping;
import io.github.threadleak.snapshot.ThreadName;
import io.github.threadleak.snapshot.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RenderersTest {
  private final Fixture fixture = new Fixture();

  @Test
  void groupsInTheMannerOfGo() throws IOException {
    assertThat(Fixture.text(new GroupedText(), fixture.report()))
        .isEqualTo(
            fixture.expected(
                """
                threadleak profile: total 184004 (platform 4, virtual 184000)
                184000 virtual [queue put, 3m12s to 6h40m] suspected: +27.1/min over 6h
                #  parked on  java.util.concurrent.LinkedBlockingQueue 0x1f3b (all on the same object), owned by thread 31 "http-7"
                #  spawned at CULPRIT  site ID
                #  started  3m12s to 6h40m ago
                #	java.util.concurrent.LinkedBlockingQueue.put	LinkedBlockingQueue.java:343
                #	com.acme.AuditLogger.lambda$record$0	AuditLogger.java:17
                #  spawn stack
                #	java.lang.Thread.start	Thread.java:1
                #	CULPRIT_METHOD	CULPRIT_PLACE
                #	com.acme.ChargeHandler.handle	ChargeHandler.java:58
                3 platform [idle pool worker, seen parked] idle
                #  parked on  a.Condition (on 3 objects)
                #  spawned at CULPRIT  site ID
                #  pool  java.util.concurrent.ThreadPoolExecutor (3 pools, not shut down, idle workers) constructed at CULPRIT
                #  started  5s ago
                #  spawn stack
                #	java.lang.Thread.start	Thread.java:1
                #	CULPRIT_METHOD	CULPRIT_PLACE
                #	com.acme.ChargeHandler.handle	ChargeHandler.java:58
                #  grown by
                #	java.lang.Thread.start	Thread.java:1
                #	com.acme.AuditLogger.lambda$record$0	AuditLogger.java:17
                1 platform [running]
                #  spawned at unknown: started before the agent
                #	com.acme.AuditLogger.lambda$record$0	AuditLogger.java:17
                """));
  }

  @Test
  void saysThatCountsByParkAreScaledAndNothingOfTheirSpawn() throws IOException {
    Group seen = fixture.leaking(Verdict.OK, List.of(Fixture.PUT), new ThreadName(1, "n"));
    Group parked =
        new Group(
            seen.count(),
            seen.kind(),
            seen.state(),
            seen.reason(),
            seen.verdict(),
            null,
            null,
            null,
            null,
            "several sites",
            seen.parkedStack(),
            true,
            null,
            null,
            null,
            List.of());
    Report report =
        fixture.report(Profile.THREADS, Grouping.PARKED, "2026-11-21T00:00:00Z", parked);

    assertThat(Fixture.text(new GroupedText(), report))
        .isEqualTo(
            """
            threadleak profile: total 184000 (platform 0, virtual 184000)
            184000 virtual [queue put]
            #  counted by samples, scaled
            #	java.util.concurrent.LinkedBlockingQueue.put	LinkedBlockingQueue.java:343
            """);
    JsonObject json = JsonParser.parseString(Fixture.text(new Json(), report)).getAsJsonObject();
    assertThat(json.get("countsScaled").getAsBoolean()).isTrue();
    assertThat(json.get("grouping").getAsString()).isEqualTo("parked");
    assertThat(Fixture.text(new Folded(), report))
        .isEqualTo("java.util.concurrent.LinkedBlockingQueue.put 184000\n");
  }

  @Test
  void writesOneStanzaForAThread() throws IOException {
    assertThat(
            Fixture.text(
                new ThreadText(),
                fixture.sighting("fetch-\"88\"", Thread.State.WAITING, Reason.QUEUE_PUT)))
        .isEqualTo(
            fixture.expected(
                """
                thread 48213 "fetch-\\"88\\"" virtual [queue put, 9m12s] stuck:
                java.util.concurrent.LinkedBlockingQueue.put(LinkedBlockingQueue.java:343)
                com.acme.AuditLogger.lambda$record$0(AuditLogger.java:17)
                	parked on java.util.concurrent.LinkedBlockingQueue 0x1f3b, owned by thread 7 "o"
                created by CULPRIT in thread 31 "http-7", 9m14s ago, site ID

                """));
  }

  @Test
  void writesAThreadDumpLikeTheJdk() throws IOException {
    StringWriter out = new StringWriter();
    JstackText jstack = new JstackText();
    jstack.begin(Fixture.HEAD, Instant.parse("2026-11-21T00:00:00Z"), out);
    jstack.write(fixture.sighting("f\"88\"", Thread.State.WAITING, Reason.QUEUE_PUT), out);
    jstack.write(fixture.sighting("", Thread.State.TIMED_WAITING, Reason.SLEEP, List.of()), out);
    jstack.end(out);

    assertThat(out.toString().replaceFirst("^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "TIME"))
        .isEqualTo(
            """
            TIME
            Full thread dump Vendor (25):

            "f'88'" #48213 daemon prio=5 elapsed=554.00s tid=0x000000000000bc55 nid=0x0 waiting on condition
               java.lang.Thread.State: WAITING (parking)
            	at java.util.concurrent.LinkedBlockingQueue.put(LinkedBlockingQueue.java:343)
            	- parking to wait for  <0x0000000000001f3b> (a java.util.concurrent.LinkedBlockingQueue), owner #7
            	at com.acme.AuditLogger.lambda$record$0(AuditLogger.java:17)

            "VirtualThread[#48213]" #48213 daemon prio=5 elapsed=554.00s tid=0x000000000000bc55 nid=0x0 waiting on condition
               java.lang.Thread.State: TIMED_WAITING (sleeping)
            	- parking to wait for  <0x0000000000001f3b> (a java.util.concurrent.LinkedBlockingQueue), owner #7

            """);
  }

  @Test
  void foldsStacksFromTheSpawnToThePark() throws IOException {
    Group once = fixture.leaking(Verdict.OK, List.of(Fixture.PUT), new ThreadName(1, "n"));
    Group again = fixture.leaking(Verdict.STUCK, List.of(Fixture.PUT), new ThreadName(2, "m"));

    assertThat(
            Fixture.text(
                new Folded(),
                fixture.report(Profile.THREADS, once, again, fixture.workers(), fixture.older())))
        .isEqualTo(
            fixture.expected(
                """
                com.acme.ChargeHandler.handle;CULPRIT_METHOD;[spawned];java.util.concurrent.LinkedBlockingQueue.put 368000
                com.acme.ChargeHandler.handle;CULPRIT_METHOD;[spawned];[no_Java_frames] 3
                [started_before_the_agent];[spawned];com.acme.AuditLogger.lambda$record$0 1
                """));
  }

  @Test
  void foldsLinesThatNoNameCanBreak() throws IOException {
    String text = Fixture.text(new Folded(), fixture.hostile());

    assertThat(text.lines()).allMatch(Pattern.compile("[^; ]+(;[^; ]+)* \\d+").asMatchPredicate());
    assertThat(text).contains("com.acme.<script>\\n:\\u001b[31m_x.y\\\"\\ud800;");
  }

  @Test
  void putsAllFactsIntoJson() throws IOException {
    JsonObject json = json(fixture.report());

    JsonObject leaking = group(json, 0);
    assertThat(leaking.get("verdictDetail").getAsString()).isEqualTo("+27.1/min over 6h");
    assertThat(leaking.getAsJsonObject("parked").toString())
        .isEqualTo("{\"minSeconds\":192.0,\"medianSeconds\":2900.0,\"maxSeconds\":24000.0}");
    assertThat(leaking.getAsJsonObject("blocker").toString())
        .isEqualTo(
            "{\"class\":\"java.util.concurrent.LinkedBlockingQueue\",\"identity\":\"0x1f3b\","
                + "\"shared\":184000,\"objects\":1,"
                + "\"owner\":{\"threadId\":31,\"threadName\":\"http-7\"}}");
    JsonObject worker = group(json, 1);
    assertThat(worker.getAsJsonObject("pool").get("shutdown").getAsBoolean()).isFalse();
    assertThat(worker.getAsJsonObject("pool").get("idle").getAsBoolean()).isTrue();
    assertThat(worker.get("seenParked").getAsLong()).isEqualTo(3);
    assertThat(json.get("grouping").getAsString()).isEqualTo("both");
  }

  @Test
  void leavesOutOfJsonWhatIsNotKnown() throws IOException {
    JsonObject json = json(fixture.report());

    assertThat(json.get("schemaVersion").getAsInt()).isEqualTo(1);
    assertThat(json.keySet()).doesNotContain("countsScaled");
    JsonObject older = group(json, 2);
    assertThat(older.get("spawnUnknown").getAsString()).isEqualTo("started before the agent");
    assertThat(older.keySet())
        .doesNotContain(
            "age", "parked", "seenParked", "verdictDetail", "spawn", "blocker", "pool", "parent");
    JsonObject worker = group(json, 1);
    assertThat(worker.keySet()).doesNotContain("parked", "spawnUnknown");
    assertThat(worker.getAsJsonObject("blocker").keySet()).containsExactly("class", "objects");
    assertThat(worker.getAsJsonObject("spawn").getAsJsonArray("growthStack")).hasSize(2);
  }

  @Test
  void carriesAnyNameThroughJsonHarmless() throws IOException {
    JsonObject group = group(json(fixture.hostile()), 0);

    assertThat(
            group
                .getAsJsonArray("examples")
                .get(0)
                .getAsJsonObject()
                .get("threadName")
                .getAsString())
        .isEqualTo(Fixture.HOSTILE.replace("\ud800", "\\ud800"));
  }

  static List<GroupFormat> groupFormats() {
    return List.of(new GroupedText(), new GoGroupedText(), new Json(), new Folded(), new Html());
  }

  @ParameterizedTest
  @MethodSource("groupFormats")
  void letsNoNameOutOfItsPlace(GroupFormat format) throws IOException {
    assertHarmless(Fixture.text(format, fixture.hostile()));
  }

  static List<ThreadFormat> threadFormats() {
    return List.of(new ThreadText(), new GoThreadText(), new JstackText());
  }

  @ParameterizedTest
  @MethodSource("threadFormats")
  void letsNoThreadsNameOutOfItsPlace(ThreadFormat format) throws IOException {
    List<Frame> stack = List.of(Fixture.PUT, Fixture.HOSTILE_FRAME);
    String tame =
        Fixture.text(format, fixture.sighting("n", Thread.State.WAITING, Reason.QUEUE_PUT, stack));
    String hostile =
        Fixture.text(
            format,
            fixture.sighting(Fixture.HOSTILE, Thread.State.WAITING, Reason.QUEUE_PUT, stack));

    assertHarmless(hostile);
    assertThat(hostile.lines().count()).isEqualTo(tame.lines().count());
  }

  private static void assertHarmless(String text) {
    assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .as("survives UTF-8")
        .isEqualTo(text);
    assertThat(text.codePoints().filter(c -> c < ' ' && c != '\n' && c != '\t')).isEmpty();
  }

  private static JsonObject json(Report report) throws IOException {
    String text = Fixture.text(new Json(), report);
    assertThat(text).doesNotContain("<script>");
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private static JsonObject group(JsonObject json, int index) {
    return json.getAsJsonArray("groups").get(index).getAsJsonObject();
  }
}
