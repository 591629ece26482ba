package io.github.threadleak.census;

import io.github.threadleak.jvm.Threads;
import io.github.threadleak.snapshot.ThreadName;
import java.util.HashMap;
import java.util.Map;

/**
 * Names of the platform threads that were there when a look began; parents are mostly among them.
 * Immutable once made.
 */
final class Names {
  private final Map<Long, String> byId = new HashMap<>();

  Names(Thread[] platform) {
    for (Thread thread : platform) {
      byId.put(Threads.id(thread), thread.getName());
    }
  }

  ThreadName of(long id) {
    return new ThreadName(id, byId.get(id));
  }

  ThreadName of(Thread thread) {
    return new ThreadName(Threads.id(thread), thread.getName());
  }
}
