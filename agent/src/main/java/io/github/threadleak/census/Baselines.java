package io.github.threadleak.census;

import io.github.threadleak.snapshot.Marked;
import io.github.threadleak.snapshot.SiteChange;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last few baselines that were marked. Bounded in their number and in that of the sites in
 * them; the oldest goes. Safe for use by many threads.
 */
public final class Baselines {
  static final int MOST = 16;

  /** Over all baselines: some five megabytes. The latest is kept whatever it holds. */
  static final int MOST_MARKS = 50_000;

  // Guarded by this. Oldest first.
  private final ArrayDeque<Baseline> kept = new ArrayDeque<>();
  private long lastId;

  synchronized Baseline add(@Nullable String name, Instant time, Map<String, Baseline.Mark> marks) {
    // By the clock, so that the id of an earlier run of the program means nothing in this one.
    lastId = Math.max(lastId + 1, time.toEpochMilli());
    int sites = 0;
    long threads = 0;
    for (Baseline.Mark mark : marks.values()) {
      SiteChange.Live live = mark.live();
      sites += live.both() > 0 ? 1 : 0;
      threads += live.both();
    }
    Marked head = new Marked(Long.toString(lastId, 36), name, time, sites, threads);
    Baseline baseline = new Baseline(head, marks);
    kept.addLast(baseline);
    while (kept.size() > MOST || (kept.size() > 1 && marksKept() > MOST_MARKS)) {
      kept.removeFirst();
    }
    return baseline;
  }

  private long marksKept() {
    long sum = 0;
    for (Baseline baseline : kept) {
      sum += baseline.marks().size();
    }
    return sum;
  }

  /** Oldest first. */
  public synchronized List<Marked> list() {
    List<Marked> heads = new ArrayList<>();
    for (Baseline baseline : kept) {
      heads.add(baseline.head());
    }
    return heads;
  }

  /** Null where there is none of that id. */
  public synchronized @Nullable Baseline find(String id) {
    for (Baseline baseline : kept) {
      if (baseline.head().id().equals(id)) {
        return baseline;
      }
    }
    return null;
  }
}
