package io.github.threadleak.census;

import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.Registry;
import java.util.Arrays;

/**
 * When the oldest live thread of each spawn stack was started, by the stack's number. For one
 * thread.
 */
final class OldestStarts {
  private final long[] ids;
  private final int[] starts;

  private OldestStarts(int limit) {
    ids = new long[limit];
    starts = new int[limit];
  }

  /** Of all spawn stacks. */
  static OldestStarts of(Books books) {
    boolean[] all = new boolean[books.variants().limit()];
    Arrays.fill(all, true);
    return of(books, all);
  }

  /**
   * Of some spawn stacks.
   *
   * @param wanted true for each of these
   */
  static OldestStarts of(Books books, boolean[] wanted) {
    OldestStarts oldest = new OldestStarts(wanted.length);
    books
        .registry()
        .forEachAt(wanted, entry -> oldest.note(books.home(entry.pool, entry.variant), entry));
    return oldest;
  }

  private void note(int home, Registry.Entry entry) {
    int before = starts[home];
    if (entry.started != 0 && (before == 0 || entry.started < before)) {
      starts[home] = entry.started;
      ids[home] = entry.id;
    }
  }

  /** In tenths of a second; 0 where no start was seen. */
  int at(int variant) {
    return starts[variant];
  }

  /** Whose start that was; 0 where none was seen. */
  long threadId(int variant) {
    return ids[variant];
  }
}
