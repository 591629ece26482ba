package io.github.threadleak.census;

import org.jspecify.annotations.Nullable;

/** What the names of threads have in common, with each number a {@code *}. For one thread. */
final class ThreadNames {
  private @Nullable String common;
  private boolean cut;

  void add(String name) {
    String pattern = withoutNumbers(name);
    String before = common;
    if (before == null) {
      common = pattern;
      return;
    }
    int shared = 0;
    while (shared < Math.min(before.length(), pattern.length())
        && before.charAt(shared) == pattern.charAt(shared)) {
      shared++;
    }
    cut |= shared < Math.max(before.length(), pattern.length());
    common = before.substring(0, shared);
  }

  /** {@code pool-*-thread-*}; ends in {@code *} where names differ from there on. */
  @Nullable String pattern() {
    String found = common;
    if (found == null || found.isEmpty() || found.equals("*")) {
      return null;
    }
    return cut && !found.endsWith("*") ? found + "*" : found;
  }

  private static String withoutNumbers(String name) {
    StringBuilder pattern = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < '0' || c > '9') {
        pattern.append(c);
      } else if (i == 0 || name.charAt(i - 1) < '0' || name.charAt(i - 1) > '9') {
        pattern.append('*');
      }
    }
    return pattern.toString();
  }
}
