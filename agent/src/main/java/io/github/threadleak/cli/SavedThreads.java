package io.github.threadleak.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a JSON dump says of its threads, by site and kind.
 *
 * @param source the file, process or URL that it came from, as the user named it
 * @param jvm vendor and version; empty where the dump does not say
 * @param shown which threads it shows, in the words of a request; empty for all
 */
record SavedThreads(
    String source,
    Instant time,
    long pid,
    String jvm,
    List<String> shown,
    Map<Place, Threads> byPlace) {

  /**
   * Where threads come from.
   *
   * @param siteId null where the spawn was not seen
   * @param culprit the line of code; why it is not known, where it is not
   */
  record Place(@Nullable String siteId, String culprit) {
    /** What is the same place in every dump: the id of a line is, its text need not be. */
    String key() {
      return siteId == null ? culprit : siteId;
    }
  }

  /** The threads of one place. */
  static final class Threads {
    long platform;
    long virtual;

    /** Those of both that are nobody's leak: the JVM's, the agent's, those the user ignores. */
    long harmless;

    private final Map<String, Long> reasons = new LinkedHashMap<>();
    @Nullable String verdict;
    @Nullable String detail;

    long live() {
      return platform + virtual;
    }

    void add(ThreadGroups.One group) {
      if (group.virtual()) {
        virtual += group.count();
      } else {
        platform += group.count();
      }
      if (group.isHarmless()) {
        harmless += group.count();
      }
      if (group.reason() != null) {
        reasons.merge(group.reason(), group.count(), Long::sum);
      }
      if (ThreadGroups.isStronger(group.verdict(), verdict)) {
        verdict = group.verdict();
        detail = group.detail();
      }
    }

    /** What most of them are parked on; null where that is not told. */
    @Nullable String reason() {
      String most = null;
      long count = 0;
      for (Map.Entry<String, Long> reason : reasons.entrySet()) {
        if (reason.getValue() > count) {
          most = reason.getKey();
          count = reason.getValue();
        }
      }
      return most;
    }
  }

  long live() {
    long sum = 0;
    for (Threads threads : byPlace.values()) {
      sum += threads.live();
    }
    return sum;
  }
}
