package io.github.threadleak.render;

import com.google.gson.stream.JsonWriter;
import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Frame;
import io.github.threadleak.snapshot.Blocker;
import io.github.threadleak.snapshot.Captures;
import io.github.threadleak.snapshot.Group;
import io.github.threadleak.snapshot.Grouping;
import io.github.threadleak.snapshot.Leak;
import io.github.threadleak.snapshot.Parked;
import io.github.threadleak.snapshot.PoolFacts;
import io.github.threadleak.snapshot.Snapshot;
import io.github.threadleak.snapshot.Spawn;
import io.github.threadleak.snapshot.Spread;
import io.github.threadleak.snapshot.ThreadName;
import io.github.threadleak.snapshot.Totals;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code format=json}, schema version 1. What is not known is left out, never invented. */
public final class Json implements GroupFormat {
  private static final int SCHEMA_VERSION = 1;

  /** What the document says of the JVM and the agent. */
  public record Head(
      long pid,
      String jvmVendor,
      String jvmVersion,
      String agentVersion,
      boolean instrumented,
      Captures captures) {}

  @Override
  public void write(Report report, Writer out) throws IOException {
    JsonWriter json = begin(report.snapshot().time(), report.head(), out);
    writeThreads(json, report);
    json.endObject();
    json.flush();
  }

  /**
   * Writes a report of leaked threads.
   *
   * @param vanished those of which there is no thread left
   */
  public static void writeLeaks(Report report, List<Leak> vanished, Writer out) throws IOException {
    JsonWriter json = begin(report.snapshot().time(), report.head(), out);
    writeThreads(json, report);
    json.name("vanished").beginArray();
    for (Leak leak : vanished) {
      json.beginObject();
      json.name("siteId").value(leak.site().id());
      field(json, "culprit", leak.site().culpritText());
      json.name("count").value(leak.count());
      json.endObject();
    }
    json.endArray();
    json.endObject();
    json.flush();
  }

  /** Begins a document with what all of them say first; its object is left open. */
  static JsonWriter begin(Instant time, Head head, Writer out) throws IOException {
    JsonWriter json = new JsonWriter(out);
    json.setHtmlSafe(true);
    json.setIndent(" ");
    json.beginObject();
    json.name("schemaVersion").value(SCHEMA_VERSION);
    json.name("time").value(time.toString());
    json.name("pid").value(head.pid());
    json.name("jvm").beginObject();
    field(json, "vendor", head.jvmVendor());
    field(json, "version", head.jvmVersion());
    json.endObject();
    json.name("agent").beginObject();
    field(json, "version", head.agentVersion());
    json.endObject();
    json.name("instrumented").value(head.instrumented());
    Captures captures = head.captures();
    json.name("captureMode").value(captures.mode());
    json.name("capture").beginObject();
    json.name("captured").value(captures.captured());
    json.name("inferred").value(captures.inferred());
    json.name("share").value(captures.share());
    json.name("inferredClasses").value(captures.inferredClasses());
    json.name("ambiguousClasses").value(captures.ambiguousClasses());
    json.endObject();
    return json;
  }

  private static void writeThreads(JsonWriter json, Report report) throws IOException {
    writeTotals(json, report.snapshot());
    json.name("grouping").value(report.grouping().word());
    json.name("profile").value(report.profile().path());
    if (!report.filters().isEmpty()) {
      json.name("filters").beginArray();
      for (String filter : report.filters()) {
        json.value(Words.paired(filter));
      }
      json.endArray();
    }
    if (report.hasScaledCounts()) {
      json.name("countsScaled").value(true);
    }
    writeGroups(json, report);
  }

  static void writeGroups(JsonWriter json, Report report) throws IOException {
    json.name("groups").beginArray();
    for (Group group : report.snapshot().groups()) {
      write(json, report, group);
    }
    json.endArray();
  }

  private static void writeTotals(JsonWriter json, Snapshot snapshot) throws IOException {
    Totals totals = snapshot.totals();
    json.name("totals").beginObject();
    json.name("platform").value(totals.platform());
    json.name("virtual").value(totals.virtual());
    json.name("startedPlatform").value(totals.startedPlatform());
    json.name("startedVirtual").value(totals.startedVirtual());
    json.name("endedPlatform").value(totals.endedPlatform());
    json.name("endedVirtual").value(totals.endedVirtual());
    json.name("vanished").value(totals.vanished());
    json.endObject();
  }

  private static void write(JsonWriter json, Report report, Group group) throws IOException {
    json.beginObject();
    json.name("count").value(group.count());
    json.name("kind").value(group.kind().word());
    if (group.state() != null) {
      json.name("state").value(group.state().name());
    }
    boolean bySpawn = report.grouping() == Grouping.SPAWN;
    if (!bySpawn || group.reason() != Reason.UNKNOWN) {
      json.name("reason").value(group.reason().words());
    }
    json.name("verdict").value(group.verdict().word());
    String detail = group.verdictDetail();
    if (detail != null) {
      field(json, "verdictDetail", detail);
    }
    write(json, "age", group.age());
    Parked parked = group.parked();
    if (parked != null) {
      write(json, "parked", parked.duration());
      if (parked.seen() > 0) {
        json.name("seenParked").value(parked.seen());
      }
    }
    Spawn spawn = group.spawn();
    if (spawn != null) {
      json.name("spawn").beginObject();
      json.name("siteId").value(spawn.site().id());
      field(json, "culprit", spawn.site().culpritText());
      writeFrames(json, "stack", spawn.stack());
      json.name("variants").value(spawn.variants());
      json.name("exact").value(!spawn.inferred());
      if (spawn.growth() != null) {
        writeFrames(json, "growthStack", spawn.growth());
      }
      json.endObject();
    } else if (group.spawnUnknown() != null) {
      json.name("spawnUnknown").value(group.spawnUnknown());
    }
    if (!bySpawn) {
      writeFrames(json, "parkedStack", group.parkedStack());
      json.name("sampled").value(group.sampled());
    }
    writeBlocker(json, group.blocker());
    writePool(json, group.pool());
    ThreadName parent = group.parent();
    if (parent != null) {
      json.name("parent");
      write(json, parent);
    }
    json.name("examples").beginArray();
    for (ThreadName example : group.examples()) {
      write(json, example);
    }
    json.endArray();
    json.endObject();
  }

  private static void write(JsonWriter json, String name, @Nullable Spread spread)
      throws IOException {
    if (spread == null) {
      return;
    }
    json.name(name).beginObject();
    json.name("minSeconds").value(spread.minSeconds());
    json.name("medianSeconds").value(spread.medianSeconds());
    json.name("maxSeconds").value(spread.maxSeconds());
    json.endObject();
  }

  private static void writeBlocker(JsonWriter json, @Nullable Blocker blocker) throws IOException {
    if (blocker == null) {
      return;
    }
    json.name("blocker").beginObject();
    field(json, "class", blocker.className());
    if (blocker.shared() > 0) {
      json.name("identity").value(Words.identity(blocker));
      json.name("shared").value(blocker.shared());
    }
    if (blocker.objects() > 0) {
      json.name("objects").value(blocker.objects());
    } else if (blocker.objects() < 0) {
      json.name("objectsMoreThan").value(-blocker.objects());
    }
    ThreadName owner = blocker.owner();
    if (owner != null) {
      json.name("owner");
      write(json, owner);
    }
    json.endObject();
  }

  private static void writePool(JsonWriter json, @Nullable PoolFacts pool) throws IOException {
    if (pool == null) {
      return;
    }
    json.name("pool").beginObject();
    field(json, "type", pool.type());
    if (pool.name() != null) {
      field(json, "name", pool.name());
    }
    json.name("pools").value(pool.pools());
    json.name("siteId").value(pool.site().id());
    field(json, "culprit", pool.site().culpritText());
    Boolean shutdown = pool.shutdown();
    if (shutdown != null) {
      json.name("shutdown").value(shutdown);
    }
    json.name("idle").value(pool.idle());
    json.endObject();
  }

  static void write(JsonWriter json, ThreadName thread) throws IOException {
    json.beginObject();
    json.name("threadId").value(thread.threadId());
    if (thread.name() != null) {
      field(json, "threadName", thread.name());
    }
    json.endObject();
  }

  static void writeFrames(JsonWriter json, String name, List<Frame> frames) throws IOException {
    json.name(name).beginArray();
    for (Frame frame : frames) {
      json.beginObject();
      writeFrame(json, frame);
      json.endObject();
    }
    json.endArray();
  }

  /** The fields of a frame, into an object that the caller has begun. */
  static void writeFrame(JsonWriter json, Frame frame) throws IOException {
    field(json, "class", frame.className());
    field(json, "method", frame.method());
    if (frame.file() != null) {
      field(json, "file", frame.file());
    }
    if (frame.line() > 0) {
      json.name("line").value(frame.line());
    }
    if (frame.isNative()) {
      json.name("native").value(true);
    }
    if (frame.module() != null) {
      field(json, "module", frame.module());
    }
    if (frame.kind() != Frame.Kind.PLAIN) {
      json.name("kind").value(frame.kind().word());
    }
  }

  static void field(JsonWriter json, String name, String text) throws IOException {
    json.name(name).value(Words.paired(text));
  }
}
