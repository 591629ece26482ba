package io.github.threadleak.census;

import io.github.threadleak.registry.Books;
import java.util.Arrays;

/** The live threads of each spawn stack, by its number, as the books have them. For one thread. */
final class VariantCounts {
  private final int[] platform;
  private final int[] virtual;

  VariantCounts(Books books) {
    int limit = books.variants().limit();
    platform = new int[limit];
    virtual = new int[limit];
    books
        .registry()
        .count(
            platform,
            virtual,
            entry -> {
              int[] counts = entry.virtual ? virtual : platform;
              counts[books.home(entry.pool, entry.variant)]++;
            });
  }

  /** One past the highest number. */
  int limit() {
    return virtual.length;
  }

  long platform(int variant) {
    return platform[variant];
  }

  long virtual(int variant) {
    return virtual[variant];
  }

  long live(int variant) {
    return platform(variant) + virtual(variant);
  }

  /** Those with a live thread. */
  int[] withThreads() {
    int[] found = new int[limit()];
    int size = 0;
    for (int variant = 0; variant < found.length; variant++) {
      if ((platform[variant] | virtual[variant]) != 0) {
        found[size++] = variant;
      }
    }
    return Arrays.copyOf(found, size);
  }
}
