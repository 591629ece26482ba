package io.github.threadleak.proof.heap;

import java.util.Arrays;

/** A growing list of longs, in chunks, so that it never needs twice its size to grow. */
final class Longs {
  private static final int BITS = 12;
  private static final int CHUNK = 1 << BITS;

  private long[][] chunks = new long[4][];
  private int size;

  void add(long value) {
    int chunk = size >>> BITS;
    if (chunk == chunks.length) {
      chunks = Arrays.copyOf(chunks, chunk * 2);
    }
    if (chunks[chunk] == null) {
      chunks[chunk] = new long[CHUNK];
    }
    chunks[chunk][size & (CHUNK - 1)] = value;
    size++;
  }

  long get(int index) {
    return chunks[index >>> BITS][index & (CHUNK - 1)];
  }

  void set(int index, long value) {
    chunks[index >>> BITS][index & (CHUNK - 1)] = value;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Takes the last one off. */
  long pop() {
    size--;
    return get(size);
  }
}
