package io.github.threadleak.census;

import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.Registry;

/** The live threads of each spawn stack, by its number, as the books have them. For one thread. */
final class VariantCounts {
  private static final long COUNT = 0xffffffffL;

  // The oldest's start in the upper half, the number of virtual threads in the lower: a million
  // threads of thousands of stacks come in no order, and what is read for each is to fit the cache.
  private final long[] virtual;
  private final int[] platform;

  VariantCounts(Books books) {
    int limit = books.variants().limit();
    virtual = new long[limit];
    platform = new int[limit];
    try (Registry.Walk walk = books.registry().walk()) {
      Registry.Entry entry = walk.entry;
      while (walk.next()) {
        int home = entry.pool == 0 ? entry.variant : books.home(entry.pool, entry.variant);
        long before = virtual[home];
        long oldest = before >>> 32;
        int started = entry.started;
        if (started != 0 && (oldest == 0 || started < oldest)) {
          oldest = started;
        }
        if (!entry.virtual) {
          platform[home]++;
        }
        virtual[home] = (oldest << 32) | ((before & COUNT) + (entry.virtual ? 1 : 0));
      }
    }
  }

  /** One past the highest number. */
  int limit() {
    return virtual.length;
  }

  long platform(int variant) {
    return platform[variant];
  }

  long virtual(int variant) {
    return virtual[variant] & COUNT;
  }

  long live(int variant) {
    return platform(variant) + virtual(variant);
  }

  /** When the oldest live one was started, in tenths of a second; 0 where no start was seen. */
  int oldest(int variant) {
    return (int) (virtual[variant] >>> 32);
  }
}
