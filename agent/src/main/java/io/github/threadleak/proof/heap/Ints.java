package io.github.threadleak.proof.heap;

import java.util.Arrays;

/** A growing list of ints, in chunks, so that it never needs twice its size to grow. */
final class Ints {
  private static final int BITS = 12;
  private static final int CHUNK = 1 << BITS;

  private int[][] chunks = new int[4][];
  private int size;

  void add(int value) {
    int chunk = size >>> BITS;
    if (chunk == chunks.length) {
      chunks = Arrays.copyOf(chunks, chunk * 2);
    }
    if (chunks[chunk] == null) {
      chunks[chunk] = new int[CHUNK];
    }
    chunks[chunk][size & (CHUNK - 1)] = value;
    size++;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Takes the last one off. */
  int pop() {
    size--;
    return chunks[size >>> BITS][size & (CHUNK - 1)];
  }
}
