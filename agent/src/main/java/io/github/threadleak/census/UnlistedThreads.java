package io.github.threadleak.census;

import io.github.threadleak.parking.Reason;
import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.Clock;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.site.SpawnCapture;
import io.github.threadleak.snapshot.Group;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.Spawn;
import io.github.threadleak.snapshot.Spread;
import io.github.threadleak.snapshot.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The virtual threads that only the books know of: with {@code jdk.trackAllThreads=false} the JDK
 * keeps no list of those that were started directly. They are counted by site; what they are parked
 * on cannot be seen.
 */
final class UnlistedThreads {
  private UnlistedThreads() {}

  /** One group for each spawn stack with a thread whose id is not among {@code listed}. */
  static List<Group> groups(Books books, SiteTable sites, LongSet listed, Filter filter) {
    Map<Integer, List<Integer>> starts = new HashMap<>();
    books
        .registry()
        .forEach(
            entry -> {
              if (entry.virtual && entry.pool == 0 && !listed.contains(entry.id)) {
                starts
                    .computeIfAbsent(entry.where(), where -> new ArrayList<>())
                    .add(entry.started);
              }
            });
    List<Group> groups = new ArrayList<>();
    int now = books.clock().now();
    starts.forEach(
        (where, started) -> {
          Site.Variant from = sites.variant(where & ~SpawnCapture.INFERRED);
          if (filter.passesSite(from.site())) {
            groups.add(group(from, where < 0, started, now));
          }
        });
    return groups;
  }

  private static Group group(Site.Variant from, boolean inferred, List<Integer> started, int now) {
    started.sort(null);
    int last = started.size() - 1;
    Spread ages =
        new Spread(
            Clock.secondsBetween(started.get(last), now),
            Clock.secondsBetween(started.get(last / 2), now),
            Clock.secondsBetween(started.get(0), now));
    boolean seen = from.site().origin() == Site.Origin.SPAWNED;
    return new Group(
        started.size(),
        Kind.VIRTUAL,
        null,
        Reason.UNKNOWN,
        Verdict.OK,
        null,
        ages,
        null,
        seen ? new Spawn(from.site(), from.stack(), 1, inferred, null) : null,
        seen ? null : from.site().origin().words(),
        List.of(),
        false,
        null,
        null,
        null,
        List.of());
  }
}
