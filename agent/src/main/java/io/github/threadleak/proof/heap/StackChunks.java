package io.github.threadleak.proof.heap;

/**
 * The heap objects that hold the frames of virtual threads which are off their carriers. One that
 * is put back onto a carrier takes only its top frames along, and the rest as it returns into them;
 * a dump has the frames on the carrier and not those that are still in a chunk.
 */
final class StackChunks {
  private static final int MANY = 10_000;

  private final Heap heap;

  StackChunks(Heap heap) {
    this.heap = heap;
  }

  /** Whether frames of a virtual thread are in the heap; true where that cannot be seen. */
  boolean hasFrames(long thread) {
    long chunk = heap.reference(heap.reference(thread, "cont"), "tail");
    for (int i = 0; chunk != 0 && i < MANY; i++) {
      if (!isEmpty(chunk)) {
        return true;
      }
      chunk = heap.reference(chunk, "parent");
    }
    return chunk != 0;
  }

  /** As jdk.internal.vm.StackChunk.isEmpty, which had argsize where it now has bottom. */
  private boolean isEmpty(long chunk) {
    int top = heap.number(chunk, "sp", -1);
    int bottom = heap.number(chunk, "bottom", -1);
    if (bottom < 0) {
      bottom = heap.number(chunk, "size", Integer.MAX_VALUE) - heap.number(chunk, "argsize", 0);
    }
    return top >= bottom;
  }
}
