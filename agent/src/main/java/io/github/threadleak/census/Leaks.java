package io.github.threadleak.census;

import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.Leak;
import io.github.threadleak.snapshot.Verdict;
import io.github.threadleak.verdict.Judgement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds up the threads that one census takes for leaked. For one thread. */
final class Leaks {
  private static final Set<Verdict> HARMLESS = EnumSet.of(Verdict.IDLE, Verdict.OK);

  private final Map<List<Object>, Leak> leaks = new HashMap<>();

  void add(Judgement judgement, Site site, Kind kind, Reason reason, long count) {
    if (HARMLESS.contains(judgement.verdict()) || count == 0) {
      return;
    }
    Leak leak = new Leak(judgement.verdict(), judgement.detail(), site, kind, reason, count);
    leaks.merge(List.of(judgement, site, kind, reason), leak, Leaks::sum);
  }

  /** Virtual threads of a site that were collected while parked. */
  static Leak vanished(SiteCount gone) {
    return new Leak(
        Verdict.VANISHED, null, gone.site(), Kind.VIRTUAL, Reason.UNKNOWN, gone.virtual());
  }

  private static Leak sum(Leak a, Leak b) {
    return new Leak(a.verdict(), a.detail(), a.site(), a.kind(), a.reason(), a.count() + b.count());
  }

  /** Strongest verdict first, then the most numerous. */
  List<Leak> list() {
    List<Leak> list = new ArrayList<>(leaks.values());
    list.sort(
        Comparator.comparing(Leak::verdict)
            .thenComparing(Comparator.comparingLong(Leak::count).reversed())
            .thenComparing(leak -> leak.site().id()));
    return List.copyOf(list);
  }
}
