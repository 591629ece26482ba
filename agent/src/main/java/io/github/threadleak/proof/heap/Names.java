package io.github.threadleak.proof.heap;

import java.nio.charset.StandardCharsets;

/** The names in a dump, read from the file when they are asked for. */
final class Names {
  private final MappedFile file;
  private final Walk walk;
  private final LongMap records = new LongMap();

  Names(MappedFile file, Walk walk) {
    this.file = file;
    this.walk = walk;
  }

  void add(long at, long length) {
    if (length >= walk.idSize) {
      records.put(walk.id(at), at);
    }
  }

  /** The name of that identifier; empty where the dump has none. */
  String of(long id) {
    long at = records.get(id);
    if (at == LongMap.NONE) {
      return "";
    }
    int length = (int) (file.u4(at - 4) - walk.idSize);
    return new String(file.bytes(at + walk.idSize, length), StandardCharsets.UTF_8);
  }
}
