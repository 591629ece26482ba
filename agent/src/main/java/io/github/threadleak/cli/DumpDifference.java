package io.github.threadleak.cli;

import io.github.threadleak.cli.SavedThreads.Place;
import io.github.threadleak.cli.SavedThreads.Threads;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two dumps compared by site.
 *
 * @param notes what a reader should know before trusting it
 * @param changed the sites whose number of threads is not the same, the one that grew most first
 */
record DumpDifference(
    SavedThreads before, SavedThreads now, List<String> notes, List<Change> changed) {

  /** One site in both. */
  record Change(Place place, Threads before, Threads now) {
    long change() {
      return now.live() - before.live();
    }

    /** Threads more that may be somebody's leak. */
    boolean isGrowth() {
      return now.live() - now.harmless > before.live() - before.harmless;
    }
  }

  /** Whichever is older is what was before; of the same age, the first. */
  static DumpDifference of(SavedThreads one, SavedThreads other) {
    boolean inOrder = !other.time().isBefore(one.time());
    SavedThreads before = inOrder ? one : other;
    SavedThreads now = inOrder ? other : one;
    List<Change> changed = new ArrayList<>();
    Map<String, Threads> left = new HashMap<>();
    Map<String, Place> places = new LinkedHashMap<>();
    before
        .byPlace()
        .forEach(
            (place, threads) -> {
              left.put(place.key(), threads);
              places.put(place.key(), place);
            });
    now.byPlace()
        .forEach(
            (place, threads) -> {
              Threads then = left.remove(place.key());
              changed.add(new Change(place, then == null ? new Threads() : then, threads));
            });
    left.forEach(
        (key, then) -> {
          Place place = places.get(key);
          if (place != null) {
            changed.add(new Change(place, then, new Threads()));
          }
        });
    changed.removeIf(change -> change.change() == 0 && !change.isGrowth());
    changed.sort(
        Comparator.comparingLong(Change::change)
            .reversed()
            .thenComparing(change -> change.place().culprit()));
    return new DumpDifference(before, now, notes(before, now), changed);
  }

  private static List<String> notes(SavedThreads before, SavedThreads now) {
    List<String> notes = new ArrayList<>();
    if (before.pid() != now.pid()) {
      notes.add("not the same process: pid " + before.pid() + " before, " + now.pid() + " now");
    }
    if (!before.jvm().equals(now.jvm())) {
      notes.add(
          "not the same JVM: "
              + before.jvm()
              + " before, "
              + now.jvm()
              + " now; the ids of sites"
              + " differ between JDKs where the JDK's own frames do");
    }
    if (!before.shown().equals(now.shown())) {
      notes.add("not the same threads: " + shown(before) + " before, " + shown(now) + " now");
    }
    return notes;
  }

  private static String shown(SavedThreads threads) {
    return threads.shown().isEmpty() ? "all" : String.join(" ", threads.shown());
  }

  boolean hasGrowth() {
    return changed.stream().anyMatch(Change::isGrowth);
  }
}
