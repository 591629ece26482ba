package io.github.threadleak.render;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One message in the encoding of protocol buffers, proto3: fields that are zero are left out,
 * repeated numbers are packed. Reusable after {@link #clear}; not for several threads.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the encoding</a>
 */
final class Protobuf {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int LONGEST_VARINT = 10;

  private byte[] bytes = new byte[256];
  private int size;

  /** An int64, uint64 or bool, unless it is zero. */
  Protobuf number(int field, long value) {
    if (value != 0) {
      varint(tag(field, VARINT));
      varint(value);
    }
    return this;
  }

  /** A repeated int64 or uint64. */
  Protobuf numbers(int field, long[] values) {
    if (values.length > 0) {
      int length = 0;
      for (long value : values) {
        length += length(value);
      }
      varint(tag(field, LENGTH_DELIMITED));
      varint(length);
      for (long value : values) {
        varint(value);
      }
    }
    return this;
  }

  /** One of a repeated message, be it empty. */
  Protobuf message(int field, Protobuf message) {
    return delimited(field, message.bytes, message.size);
  }

  /** One of a repeated string, be it empty. The text must not have unpaired surrogates. */
  Protobuf text(int field, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return delimited(field, utf8, utf8.length);
  }

  private Protobuf delimited(int field, byte[] content, int length) {
    varint(tag(field, LENGTH_DELIMITED));
    varint(length);
    reserve(length);
    System.arraycopy(content, 0, bytes, size, length);
    size += length;
    return this;
  }

  Protobuf clear() {
    size = 0;
    return this;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  private static long tag(int field, int wireType) {
    return ((long) field << 3) | wireType;
  }

  private static int length(long value) {
    int length = 1;
    for (long rest = value >>> 7; rest != 0; rest >>>= 7) {
      length++;
    }
    return length;
  }

  private void varint(long value) {
    reserve(LONGEST_VARINT);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
