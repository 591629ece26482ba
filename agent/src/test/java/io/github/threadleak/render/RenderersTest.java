package io.github.threadleak.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Frame;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.site.VariantTable;
import io.github.threadleak.snapshot.Blocker;
import io.github.threadleak.snapshot.Group;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.PoolFacts;
import io.github.threadleak.snapshot.Sighting;
import io.github.threadleak.snapshot.Snapshot;
import io.github.threadleak.snapshot.Spawn;
import io.github.threadleak.snapshot.Spread;
import io.github.threadleak.snapshot.ThreadName;
import io.github.threadleak.snapshot.Totals;
import io.github.threadleak.snapshot.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenderersTest {
  private static final String HOSTILE = "a\"b\\c\nd\u001b[31m<script>\ud800";

  private static final List<Frame> PARKED =
      List.of(
          new Frame(
              "java.util.concurrent.LinkedBlockingQueue",
              "put",
              "LinkedBlockingQueue.java",
              343,
              "java.base"),
          new Frame("com.acme.AuditLogger", "lambda$record$0", "AuditLogger.java", 17, null));

  private static final List<Frame> SPAWN =
      List.of(new Frame("com.acme.AuditLogger", "record", "AuditLogger.java", 17, null));

  private final Site site = siteOfThisTest();
  private final String culprit = site.culpritText();

  private static Site siteOfThisTest() {
    VariantTable variants = new VariantTable(10, true);
    SiteTable sites = new SiteTable(variants, 10, List.of(), VariantTable.class.getName());
    return sites.variant(variants.capture()).site();
  }

  private Snapshot snapshot() {
    Group virtual =
        new Group(
            184_000,
            Kind.VIRTUAL,
            Thread.State.WAITING,
            Reason.QUEUE_PUT,
            Verdict.OK,
            null,
            new Spread(192, 3_000, 24_000),
            null,
            new Spawn(site, SPAWN, 2, null),
            null,
            PARKED,
            true,
            new Blocker("java.util.concurrent.LinkedBlockingQueue", 0x1f3b, 184_000, 1, null),
            null,
            new ThreadName(31, "http-7"),
            List.of(new ThreadName(48_213, HOSTILE)));
    Group worker =
        new Group(
            3,
            Kind.PLATFORM,
            Thread.State.WAITING,
            Reason.IDLE_POOL_WORKER,
            Verdict.IDLE,
            null,
            new Spread(5, 5, 5),
            null,
            new Spawn(site, SPAWN, 1, PARKED),
            null,
            List.of(),
            false,
            new Blocker("a.Condition", 0, 0, 3, null),
            new PoolFacts("java.util.concurrent.ThreadPoolExecutor", null, 3, false, true, site),
            null,
            List.of());
    Group older =
        new Group(
            1,
            Kind.PLATFORM,
            Thread.State.RUNNABLE,
            Reason.RUNNING,
            Verdict.OK,
            null,
            null,
            null,
            null,
            "started before the agent",
            List.of(),
            false,
            null,
            null,
            null,
            List.of());
    return new Snapshot(
        Instant.parse("2026-11-21T00:00:00Z"),
        4,
        184_000,
        new Totals(4, 184_000, 10, 200_000, 6, 16_000, 0),
        List.of(virtual, worker, older));
  }

  @Test
  void groupsInTheMannerOfGo() throws IOException {
    StringBuilder out = new StringBuilder();
    GroupedText.write(snapshot(), out);

    assertThat(out.toString())
        .isEqualTo(
            """
            threadleak profile: total 184004 (platform 4, virtual 184000)
            184000 virtual [queue put]
            #  parked on  java.util.concurrent.LinkedBlockingQueue 0x1f3b (all on the same object)
            #  spawned at CULPRIT  site ID
            #  started  3m12s to 6h40m ago
            #	java.util.concurrent.LinkedBlockingQueue.put	LinkedBlockingQueue.java:343
            #	com.acme.AuditLogger.lambda$record$0	AuditLogger.java:17
            #  spawn stack
            #	com.acme.AuditLogger.record	AuditLogger.java:17
            3 platform [idle pool worker] idle
            #  parked on  a.Condition
            #  spawned at CULPRIT  site ID
            #  pool  java.util.concurrent.ThreadPoolExecutor (3 pools) constructed at CULPRIT
            #  started  5s ago
            #  spawn stack
            #	com.acme.AuditLogger.record	AuditLogger.java:17
            #  grown by
            #	java.util.concurrent.LinkedBlockingQueue.put	LinkedBlockingQueue.java:343
            #	com.acme.AuditLogger.lambda$record$0	AuditLogger.java:17
            1 platform [running]
            #  spawned at unknown: started before the agent
            """
                .replace("CULPRIT", culprit)
                .replace("ID", site.id()));
  }

  @Test
  void writesOneStanzaForAThread() throws IOException {
    StringBuilder out = new StringBuilder();
    ThreadText.write(
        new Sighting(
            48_213,
            HOSTILE,
            Kind.VIRTUAL,
            Thread.State.WAITING,
            true,
            5,
            Reason.QUEUE_PUT,
            Verdict.OK,
            null,
            552.0,
            false,
            PARKED,
            new Blocker("java.util.concurrent.LinkedBlockingQueue", 0x1f3b, 1, 1, null),
            554.0,
            site,
            SPAWN,
            new ThreadName(31, "http-7")),
        out);

    assertThat(out.toString())
        .isEqualTo(
            """
            thread 48213 "a\\"b\\\\c\\nd\\u001b[31m<script>\\ud800" virtual [queue put]:
            java.util.concurrent.LinkedBlockingQueue.put(LinkedBlockingQueue.java:343)
            com.acme.AuditLogger.lambda$record$0(AuditLogger.java:17)
            	parked on java.util.concurrent.LinkedBlockingQueue 0x1f3b
            created by CULPRIT in thread 31 "http-7", 9m14s ago, site ID

            """
                .replace("CULPRIT", culprit)
                .replace("ID", site.id()));
  }

  @Test
  void leavesOutOfJsonWhatIsNotKnown() throws IOException {
    JsonObject json = JsonParser.parseString(json()).getAsJsonObject();

    assertThat(json.get("schemaVersion").getAsInt()).isEqualTo(1);
    JsonObject older = json.getAsJsonArray("groups").get(2).getAsJsonObject();
    assertThat(older.get("spawnUnknown").getAsString()).isEqualTo("started before the agent");
    assertThat(older.keySet()).doesNotContain("age", "spawn", "blocker", "pool", "parent");
    JsonObject worker = json.getAsJsonArray("groups").get(1).getAsJsonObject();
    assertThat(worker.getAsJsonObject("blocker").keySet()).containsExactly("class");
    assertThat(worker.getAsJsonObject("spawn").getAsJsonArray("growthStack")).hasSize(2);
  }

  @Test
  void carriesAnyNameThroughJsonHarmless() throws IOException {
    String text = json();

    assertThat(text).doesNotContain("<script>").doesNotContain("\u001b");
    assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .as("survives UTF-8")
        .isEqualTo(text);
    JsonObject group =
        JsonParser.parseString(text)
            .getAsJsonObject()
            .getAsJsonArray("groups")
            .get(0)
            .getAsJsonObject();
    assertThat(
            group
                .getAsJsonArray("examples")
                .get(0)
                .getAsJsonObject()
                .get("threadName")
                .getAsString())
        .isEqualTo(HOSTILE.replace("\ud800", "\\ud800"));
  }

  private String json() throws IOException {
    StringWriter out = new StringWriter();
    Json.write(snapshot(), new Json.Head(1, "Vendor", "25", "0.1", true, "exact"), out);
    return out.toString();
  }
}
