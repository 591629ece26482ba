package io.github.threadleak.census;

import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.Registry;
import java.util.HashMap;
import java.util.Map;

/**
 * The oldest live threads of the few spawn stacks that are asked for again and again. A thread that
 * was a stack's oldest is that until it ends, so the threads are searched only where one has ended.
 * Safe for use by many threads.
 */
final class OldestThreads {
  /**
   * A probe reads the clock before it enters the thread. An oldest thread is kept only where a
   * search that began so much after its start, in tenths of a second, has found no older one.
   */
  private static final int SETTLED_AFTER = 100;

  private final Books books;

  // Guarded by this: of the stacks that were asked for last.
  private Map<Integer, Oldest> settled = Map.of();

  private record Oldest(long id, int started) {}

  OldestThreads(Books books) {
    this.books = books;
  }

  /**
   * When the oldest of each was started, in tenths of a second; 0 where no start was seen.
   *
   * @param variants the stacks that are asked for, each once
   */
  synchronized int[] startsAt(int[] variants) {
    int now = books.clock().now();
    Map<Integer, Oldest> known = stillLive(variants);
    OldestStarts found = known.size() < variants.length ? search(variants, known) : null;
    int[] starts = new int[variants.length];
    for (int i = 0; i < starts.length; i++) {
      int variant = variants[i];
      Oldest oldest = known.get(variant);
      if (oldest != null) {
        starts[i] = oldest.started;
      } else if (found != null) {
        starts[i] = found.at(variant);
        if (starts[i] != 0 && now - starts[i] >= SETTLED_AFTER) {
          known.put(variant, new Oldest(found.threadId(variant), starts[i]));
        }
      }
    }
    settled = known;
    return starts;
  }

  private Map<Integer, Oldest> stillLive(int[] variants) {
    Map<Integer, Oldest> live = new HashMap<>();
    Registry.Entry entry = new Registry.Entry();
    for (int variant : variants) {
      Oldest oldest = settled.get(variant);
      if (oldest != null
          && books.registry().find(oldest.id, entry)
          && books.home(entry.pool, entry.variant) == variant) {
        live.put(variant, oldest);
      }
    }
    return live;
  }

  private OldestStarts search(int[] variants, Map<Integer, Oldest> known) {
    boolean[] wanted = new boolean[books.variants().limit()];
    for (int variant : variants) {
      wanted[variant] = !known.containsKey(variant);
    }
    return OldestStarts.of(books, wanted);
  }
}
