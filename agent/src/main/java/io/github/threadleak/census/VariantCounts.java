package io.github.threadleak.census;

import io.github.threadleak.registry.Books;

/** The live threads of each spawn stack, by its number, as the books have them. For one thread. */
final class VariantCounts {
  private final long[] platform;
  private final long[] virtual;
  private final int[] oldest;

  VariantCounts(Books books) {
    int limit = books.variants().limit();
    platform = new long[limit];
    virtual = new long[limit];
    oldest = new int[limit];
    books
        .registry()
        .forEach(
            entry -> {
              int home = books.home(entry.pool, entry.variant);
              if (entry.virtual) {
                virtual[home]++;
              } else {
                platform[home]++;
              }
              if (entry.started != 0 && (oldest[home] == 0 || entry.started < oldest[home])) {
                oldest[home] = entry.started;
              }
            });
  }

  /** One past the highest number. */
  int limit() {
    return platform.length;
  }

  long platform(int variant) {
    return platform[variant];
  }

  long virtual(int variant) {
    return virtual[variant];
  }

  long live(int variant) {
    return platform[variant] + virtual[variant];
  }

  /** When the oldest live one was started, in tenths of a second; 0 where no start was seen. */
  int oldest(int variant) {
    return oldest[variant];
  }
}
