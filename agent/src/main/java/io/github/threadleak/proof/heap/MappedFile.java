package io.github.threadleak.proof.heap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of any size, mapped into memory in segments, big endian. The operating system pages it in
 * and out, so none of it counts against the heap. Not for use by several threads: none is needed.
 */
final class MappedFile {
  private static final int SEGMENT_BITS = 30;
  private static final long SEGMENT = 1L << SEGMENT_BITS;

  /** Each segment overlaps the next by as much as the longest value read in one piece. */
  private static final int OVERLAP = 8;

  private final ByteBuffer[] segments;
  private final long size;

  private MappedFile(ByteBuffer[] segments, long size) {
    this.segments = segments;
    this.size = size;
  }

  static MappedFile of(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer[] segments = new ByteBuffer[(int) ((size + SEGMENT - 1) / SEGMENT)];
      for (int i = 0; i < segments.length; i++) {
        long from = i * SEGMENT;
        long length = Math.min(SEGMENT + OVERLAP, size - from);
        segments[i] = channel.map(FileChannel.MapMode.READ_ONLY, from, length);
      }
      return new MappedFile(segments, size);
    }
  }

  long size() {
    return size;
  }

  int u1(long at) {
    return segments[(int) (at >>> SEGMENT_BITS)].get((int) (at & (SEGMENT - 1))) & 0xff;
  }

  int u2(long at) {
    return segments[(int) (at >>> SEGMENT_BITS)].getShort((int) (at & (SEGMENT - 1))) & 0xffff;
  }

  int i4(long at) {
    return segments[(int) (at >>> SEGMENT_BITS)].getInt((int) (at & (SEGMENT - 1)));
  }

  long u4(long at) {
    return i4(at) & 0xffffffffL;
  }

  long i8(long at) {
    return segments[(int) (at >>> SEGMENT_BITS)].getLong((int) (at & (SEGMENT - 1)));
  }

  byte[] bytes(long at, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) u1(at + i);
    }
    return bytes;
  }
}
