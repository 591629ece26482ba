package io.github.threadleak.render;

import io.github.threadleak.site.Frame;
import io.github.threadleak.snapshot.Group;
import io.github.threadleak.snapshot.Grouping;
import io.github.threadleak.snapshot.Spawn;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * {@code debug=0}: pprof's gzip'd {@code profile.proto}, with the sample type, unit and period of
 * Go's goroutine profile. Samples are written as they come, the tables that they refer to after
 * them. Not reusable.
 *
 * @see <a href="https://github.com/google/pprof/blob/main/proto/profile.proto">profile.proto</a>
 */
public final class PprofProfile {
  // Fields of message Profile.
  private static final int SAMPLE_TYPE = 1;
  private static final int SAMPLE = 2;
  private static final int MAPPING = 3;
  private static final int LOCATION = 4;
  private static final int FUNCTION = 5;
  private static final int STRING_TABLE = 6;
  private static final int TIME_NANOS = 9;
  private static final int DURATION_NANOS = 10;
  private static final int PERIOD_TYPE = 11;
  private static final int PERIOD = 12;
  private static final int COMMENT = 13;

  private static final int THE_MAPPING = 1;

  private final OutputStream out;
  private final Map<String, Integer> strings = new HashMap<>();

  // By id, from 1 up, which is the order in which they were put there.
  private final Map<Frame, Integer> locations = new LinkedHashMap<>();
  private final Map<String, Integer> functions = new LinkedHashMap<>();

  private final List<String> stringTable = new ArrayList<>();
  private final Protobuf message = new Protobuf();
  private final Protobuf field = new Protobuf();

  private PprofProfile(OutputStream out) {
    this.out = out;
    string("");
  }

  /** Writes the threads of one look. */
  public static void write(Report report, OutputStream out) throws IOException {
    Samples samples = new Samples();
    add(samples, report, 1, true);
    write(report, samples, Duration.ZERO, out);
  }

  /**
   * Writes what has come since {@code before}, less what has gone: where more have gone, a negative
   * count. Samples have no verdict and no state: a thread that is judged anew has neither come nor
   * gone.
   */
  public static void writeDifference(Report before, Report after, OutputStream out)
      throws IOException {
    Samples samples = new Samples();
    add(samples, before, -1, false);
    add(samples, after, 1, false);
    Duration between = Duration.between(before.snapshot().time(), after.snapshot().time());
    write(after, samples, between, out);
  }

  private static void add(Samples samples, Report report, int sign, boolean judged) {
    Grouping grouping = report.grouping();
    if (report.profile().inGoWords() && grouping == Grouping.BOTH) {
      grouping = Grouping.PARKED; // a goroutine's stack ends where the goroutine began
    }
    for (Group group : report.snapshot().groups()) {
      samples.add(Stacks.of(group, grouping), labels(group, judged), sign * group.count());
    }
  }

  private static List<String> labels(Group group, boolean judged) {
    List<String> labels = new ArrayList<>();
    label(labels, "kind", group.kind().word());
    label(labels, "reason", group.reason().words());
    Spawn spawn = group.spawn();
    if (spawn != null) {
      label(labels, "site", spawn.site().id());
      label(labels, "culprit", spawn.site().culpritText());
    }
    if (judged) {
      label(labels, "verdict", group.verdict().word());
      Thread.State state = group.state();
      if (state != null) {
        label(labels, "state", state.name());
      }
    }
    return labels;
  }

  private static void label(List<String> labels, String key, String value) {
    labels.add(key);
    labels.add(value);
  }

  private static void write(Report report, Samples samples, Duration duration, OutputStream out)
      throws IOException {
    Gzip gzip = new Gzip(out);
    try {
      new PprofProfile(gzip).write(report, samples, duration);
      gzip.finish();
    } finally {
      gzip.release();
    }
  }

  private void write(Report report, Samples samples, Duration duration) throws IOException {
    valueType(SAMPLE_TYPE, report.profile().sampleType());
    valueType(PERIOD_TYPE, report.profile().sampleType());
    for (Samples.Sample sample : samples.sorted()) {
      sample(sample);
    }
    mapping(report.head());
    List<Frame> frames = new ArrayList<>(locations.keySet());
    for (int i = 0; i < frames.size(); i++) {
      location(i + 1, frames.get(i));
    }
    Map<String, String> files = files(frames);
    List<String> names = new ArrayList<>(functions.keySet());
    for (int i = 0; i < names.size(); i++) {
      function(i + 1, names.get(i), files.getOrDefault(names.get(i), ""));
    }
    long[] comments = comments(report);
    for (String text : stringTable) {
      message.clear().text(STRING_TABLE, text).writeTo(out);
    }
    message
        .clear()
        .number(TIME_NANOS, nanos(report.snapshot().time()))
        .number(DURATION_NANOS, duration.toNanos())
        .number(PERIOD, 1)
        .numbers(COMMENT, comments)
        .writeTo(out);
  }

  private void valueType(int where, String type) throws IOException {
    field.clear().number(1, string(type)).number(2, string("count"));
    put(where);
  }

  private void sample(Samples.Sample sample) throws IOException {
    List<Frame> stack = sample.key().stack();
    long[] ids = new long[stack.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = locations.computeIfAbsent(stack.get(i), f -> locations.size() + 1);
    }
    field.clear().numbers(1, ids).numbers(2, new long[] {sample.count()});
    List<String> labels = sample.key().labels();
    for (int i = 0; i < labels.size(); i += 2) {
      field.message(
          3, new Protobuf().number(1, string(labels.get(i))).number(2, string(labels.get(i + 1))));
    }
    put(SAMPLE);
  }

  /** One for all: pprof looks for a binary to take names from where a location has no mapping. */
  private void mapping(Json.Head head) throws IOException {
    field
        .clear()
        .number(1, THE_MAPPING)
        .number(5, string("JVM " + head.jvmVersion()))
        .number(7, 1) // has functions
        .number(8, 1) // has file names
        .number(9, 1) // has line numbers
        .number(10, 1); // has inline frames: nothing is left to be looked up
    put(MAPPING);
  }

  /** Without an address: readers then tell locations apart by their lines, as for any runtime. */
  private void location(int id, Frame frame) throws IOException {
    int function = functions.computeIfAbsent(Stacks.name(frame), name -> functions.size() + 1);
    Protobuf line = new Protobuf().number(1, function).number(2, Math.max(0, frame.line()));
    field.clear().number(1, id).number(2, THE_MAPPING).message(4, line);
    put(LOCATION);
  }

  private void function(int id, String name, String file) throws IOException {
    long called = string(name);
    field.clear().number(1, id).number(2, called).number(3, called).number(4, string(file));
    put(FUNCTION);
  }

  private void put(int where) throws IOException {
    message.clear().message(where, field).writeTo(out);
  }

  private long[] comments(Report report) {
    Json.Head head = report.head();
    List<Long> comments = new ArrayList<>();
    comments.add(string("threadleak " + head.agentVersion()));
    comments.add(string("pid " + head.pid()));
    comments.add(string(head.jvmVendor() + " " + head.jvmVersion()));
    if (!report.filters().isEmpty()) {
      comments.add(string("only " + String.join(" ", report.filters())));
    }
    if (report.hasScaledCounts()) {
      comments.add(string("counts are scaled from samples"));
    }
    return comments.stream().mapToLong(Long::longValue).toArray();
  }

  private long string(String text) {
    Integer known = strings.get(text);
    if (known != null) {
      return known;
    }
    int index = stringTable.size();
    strings.put(text, index);
    stringTable.add(Words.plain(text));
    return index;
  }

  private static Map<String, String> files(List<Frame> frames) {
    Map<String, String> files = new HashMap<>();
    for (Frame frame : frames) {
      String file = frame.file();
      if (file != null) {
        files.putIfAbsent(Stacks.name(frame), file);
      }
    }
    return files;
  }

  private static long nanos(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
  }

  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream out) throws IOException {
      super(out, 8 * 1024);
    }

    /** Frees the native memory. Not close(): after a fault that would make a part look whole. */
    void release() {
      def.end();
    }
  }
}
