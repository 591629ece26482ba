package io.github.threadleak.it;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * A pprof profile, read by protobuf's own parser with the schema that pprof publishes, {@code
 * src/test/proto/profile.proto}. What refers to something that is not there, or to nothing, is a
 * failure.
 */
public final class DecodedProfile {
  private static final int FROM_PROTOC = 0;

  private final Message profile;
  private final List<String> strings = new ArrayList<>();
  private final Map<Long, Message> locations;
  private final Map<Long, Message> functions;
  private final Map<Long, Message> mappings;

  /** One sample: its count, its labels, and its stack, top first, as {@code method file:line}. */
  public record Sample(long count, Map<String, String> labels, List<String> stack) {}

  private DecodedProfile(Message profile) {
    this.profile = profile;
    for (Object text : (List<?>) field(profile, "string_table")) {
      strings.add((String) text);
    }
    locations = byId("location");
    functions = byId("function");
    mappings = byId("mapping");
  }

  /** Reads a whole answer. */
  public static DecodedProfile of(byte[] gzipped) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzipped))) {
      Message profile = DynamicMessage.parseFrom(schema(), in);
      if (!profile.getUnknownFields().asMap().isEmpty()) {
        throw new AssertionError("not in the schema: " + profile.getUnknownFields());
      }
      return new DecodedProfile(profile);
    }
  }

  private static Descriptor schema() throws IOException {
    Path protoc = Tools.needOnPath("protoc");
    Path compiled = Files.createTempFile("threadleak-it", ".pb");
    try {
      Finished finished =
          Finished.run(
              List.of(
                  protoc.toString(),
                  "--proto_path=src/test/proto",
                  "--descriptor_set_out=" + compiled,
                  "profile.proto"));
      if (finished.exitCode() != 0) {
        throw new AssertionError("protoc: " + finished.output());
      }
      FileDescriptorSet set = FileDescriptorSet.parseFrom(Files.readAllBytes(compiled));
      return FileDescriptor.buildFrom(set.getFile(FROM_PROTOC), new FileDescriptor[0])
          .findMessageTypeByName("Profile");
    } catch (DescriptorValidationException invalid) {
      throw new AssertionError(invalid);
    } finally {
      Files.deleteIfExists(compiled);
    }
  }

  public List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    for (Message sample : messages(profile, "sample")) {
      List<?> values = (List<?>) field(sample, "value");
      if (values.size() != 1) {
        throw new AssertionError("one value each: " + sample);
      }
      Map<String, String> labels = new java.util.LinkedHashMap<>();
      for (Message label : messages(sample, "label")) {
        labels.put(string(label, "key"), string(label, "str"));
      }
      List<String> stack = new ArrayList<>();
      for (Object id : (List<?>) field(sample, "location_id")) {
        stack.add(frame((Long) id));
      }
      samples.add(new Sample((Long) values.get(0), labels, stack));
    }
    return samples;
  }

  public long durationNanos() {
    return number(profile, "duration_nanos");
  }

  public String sampleType() {
    return valueType(messages(profile, "sample_type").get(0));
  }

  public String periodType() {
    return valueType((Message) field(profile, "period_type"));
  }

  /** Ids count from 1 in the order of their tables, which some readers insist on. */
  public boolean hasSequentialIds() {
    for (String table : List.of("mapping", "location", "function")) {
      long next = 1;
      for (Message message : messages(profile, table)) {
        if (number(message, "id") != next++) {
          return false;
        }
      }
    }
    return true;
  }

  /** All of it, one fact a line. */
  public String text() {
    StringBuilder text = new StringBuilder("sample type " + sampleType());
    text.append(", period " + number(profile, "period") + " ");
    text.append(periodType()).append('\n');
    text.append("time " + number(profile, "time_nanos") + ", duration " + durationNanos() + "\n");
    mappings.forEach(
        (id, mapping) ->
            text.append("mapping " + id + " " + string(mapping, "filename"))
                .append(field(mapping, "has_functions").equals(true) ? ", resolved\n" : "\n"));
    for (Object comment : (List<?>) field(profile, "comment")) {
      text.append("comment " + strings.get(((Long) comment).intValue()) + "\n");
    }
    for (Sample sample : samples()) {
      text.append(sample.count());
      sample.labels().forEach((key, value) -> text.append(" " + key + "=" + value));
      text.append('\n');
      sample.stack().forEach(frame -> text.append("  " + frame + "\n"));
    }
    return text.toString();
  }

  private String frame(long id) {
    Message location = present(locations, id);
    present(mappings, number(location, "mapping_id"));
    List<Message> lines = messages(location, "line");
    if (lines.size() != 1) {
      throw new AssertionError("one line each: " + location);
    }
    Message function = present(functions, number(lines.get(0), "function_id"));
    return string(function, "name")
        + " "
        + string(function, "filename")
        + ":"
        + number(lines.get(0), "line");
  }

  private static Message present(Map<Long, Message> all, long id) {
    Message found = all.get(id);
    if (found == null) {
      throw new AssertionError("there is no " + id + " in " + all.keySet());
    }
    return found;
  }

  private String valueType(Message type) {
    return string(type, "type") + "/" + string(type, "unit");
  }

  private String string(Message message, String name) {
    return strings.get((int) number(message, name));
  }

  private Map<Long, Message> byId(String name) {
    Map<Long, Message> byId = new HashMap<>();
    for (Message message : messages(profile, name)) {
      long id = number(message, "id");
      if (id == 0 || byId.put(id, message) != null) {
        throw new AssertionError(name + " " + id + " is there twice, or is 0");
      }
    }
    return byId;
  }

  private static List<Message> messages(Message in, String name) {
    List<Message> messages = new ArrayList<>();
    for (Object message : (List<?>) field(in, name)) {
      messages.add((Message) message);
    }
    return messages;
  }

  private static long number(Message message, String name) {
    return (Long) field(message, name);
  }

  private static Object field(Message message, String name) {
    return message.getField(message.getDescriptorForType().findFieldByName(name));
  }
}
