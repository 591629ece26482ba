package io.github.threadleak.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The history of how many threads each site had, in windows from the suspect window down to half an
 * hour, and what the growth test makes of it. Bounded, whatever the number of sites and threads:
 * some three kilobytes for each of at most 2,000 sites. Times are in tenths of a second on a clock
 * that the caller gives. Looks are taken by one thread; what is kept may be read by any.
 *
 * @param <S> what is watched: a spawn site
 */
public final class Chronicle<S> {
  private static final int MOST_SITES = 2_000;
  private static final int MOST_SCALES = 6;
  private static final int TENTHS_PER_HOUR = 36_000;

  /** Half an hour: most warm-ups are over by then, and most reapers have come round. */
  private static final int SHORTEST_SPAN = 18_000;

  private final int suspectWindow;
  private final int suspectMin;
  private final int shortest;
  private final Peaks peakTimes;
  private final List<Scale> scales = new ArrayList<>();
  private final Map<S, SiteHistory> histories = new HashMap<>();

  /**
   * @param suspectWindow in tenths of a second
   * @param interval of the censuses, in tenths of a second
   * @param suspectMin live threads that a site needs to be a suspect
   */
  public Chronicle(long suspectWindow, long interval, int suspectMin) {
    // An int of tenths lasts for six years; so long a window is as good as none.
    this.suspectWindow = (int) Math.max(1, Math.min(suspectWindow, Integer.MAX_VALUE / 8));
    this.suspectMin = suspectMin;
    int step = (int) Math.max(1, Math.min(interval, Integer.MAX_VALUE / 8));
    shortest =
        Math.max(
            (GrowthTest.FEWEST_SAMPLES - 1) * step,
            Math.min(this.suspectWindow * 3 / 4, SHORTEST_SPAN));
    // A census is late by what it takes itself.
    int tolerated = shortest - shortest / 8;
    peakTimes = new Peaks(this.suspectWindow);
    int window = Math.max(this.suspectWindow, tolerated);
    do {
      scales.add(new Scale(window, step));
      window /= 2;
    } while (window >= shortest && scales.size() < MOST_SCALES);
  }

  /** One look, in the middle of being taken. */
  public final class Look {
    private final int now;
    private final int[] oldUntil;
    private final int[] wasOldUntil;
    private final boolean[] due;
    private final Map<S, SiteTally> tallies = new HashMap<>();

    Look(int now) {
      this.now = now;
      oldUntil = new int[scales.size()];
      wasOldUntil = new int[scales.size()];
      due = new boolean[scales.size()];
      for (int i = 0; i < scales.size(); i++) {
        oldUntil[i] = scales.get(i).oldUntil(now);
        wasOldUntil[i] = scales.get(i).wasOldUntil();
        due[i] = scales.get(i).isDue(now);
      }
    }

    /** What is counted at a site. */
    public SiteTally at(S site) {
      return tallies.computeIfAbsent(site, s -> new SiteTally(scales.size()));
    }

    /** Enters a thread, or a pool by its first thread. */
    public void add(SiteTally tally, int started, boolean pool) {
      tally.live++;
      tally.ofPools |= pool;
      for (int i = 0; i < due.length; i++) {
        if (due[i]) {
          if (started <= oldUntil[i]) {
            tally.old[i]++;
          }
          if (started <= wasOldUntil[i]) {
            tally.kept[i]++;
          }
        }
      }
    }

    /** Adds the look to the history; gives how each site that has one has grown. */
    public Map<S, Growth> end() {
      synchronized (Chronicle.this) {
        return record();
      }
    }

    private Map<S, Growth> record() {
      admit();
      int[] places = new int[due.length];
      int[] lastPlaces = new int[due.length];
      for (int i = 0; i < due.length; i++) {
        if (due[i]) {
          lastPlaces[i] = scales.get(i).lastPlace();
          places[i] = scales.get(i).take(now);
        }
      }
      boolean newStep = peakTimes.begin(now);
      Map<S, Growth> grown = new HashMap<>();
      SiteTally none = new SiteTally(due.length);
      Iterator<Map.Entry<S, SiteHistory>> entries = histories.entrySet().iterator();
      while (entries.hasNext()) {
        Map.Entry<S, SiteHistory> entry = entries.next();
        SiteHistory history = entry.getValue();
        SiteTally tally = tallies.getOrDefault(entry.getKey(), none);
        note(history, tally, places, lastPlaces, newStep);
        if (history.live == 0 && peakTimes.most(history.peaks) == 0) {
          entries.remove();
          continue;
        }
        Growth growth = judge(history);
        if (growth != null) {
          grown.put(entry.getKey(), growth);
        }
      }
      return grown;
    }

    private void admit() {
      int enough = Math.max(2, suspectMin / 2);
      boolean full = false;
      for (Map.Entry<S, SiteTally> each : tallies.entrySet()) {
        if (full) {
          return;
        }
        if (each.getValue().threads >= enough && !histories.containsKey(each.getKey())) {
          full = histories.size() >= MOST_SITES && !makeRoom();
          if (!full) {
            histories.put(each.getKey(), new SiteHistory(scales.size(), peakTimes.newValues()));
          }
        }
      }
    }

    private boolean makeRoom() {
      return histories.values().removeIf(history -> history.live == 0);
    }

    private void note(
        SiteHistory history, SiteTally tally, int[] places, int[] lastPlaces, boolean newStep) {
      history.threads = tally.threads;
      history.live = tally.live;
      history.ofPools = tally.ofPools;
      int place = peakTimes.place();
      history.peaks[place] = newStep ? tally.live : Math.max(history.peaks[place], tally.live);
      for (int i = 0; i < due.length; i++) {
        if (due[i]) {
          int before = scales.get(i).size() > 1 ? history.old[i][lastPlaces[i]] : 0;
          history.alive[i][places[i]] = tally.live;
          history.old[i][places[i]] = tally.old[i];
          history.died[i][places[i]] = Math.max(0, before - tally.kept[i]);
          test(history, i);
        }
      }
    }

    private void test(SiteHistory history, int i) {
      GrowthTest.Series series =
          scales.get(i).series(history.alive[i], history.old[i], history.died[i]);
      boolean known = series.size() >= GrowthTest.FEWEST_SAMPLES;
      history.spans[i] = known ? series.span() : 0;
      history.slopes[i] = known ? Trend.theilSen(series.times, series.old) : 0;
      history.steady[i] = known && GrowthTest.isSteady(series, history.suspect);
      double toBeat = known ? peakTimes.toBeat(series.times[0], history.peaks) : 0;
      history.grows[i] =
          history.threads >= suspectMin
              && GrowthTest.isSuspicious(
                  series,
                  new GrowthTest.Context(
                      suspectWindow,
                      shortest,
                      history.live,
                      scales.get(i).grace(),
                      toBeat,
                      history.suspect));
    }

    private @Nullable Growth judge(SiteHistory history) {
      int longest = -1;
      for (int i = 0; i < scales.size() && longest < 0; i++) {
        longest = history.spans[i] > 0 ? i : -1;
      }
      if (longest < 0) {
        return null;
      }
      history.suspect = false;
      for (int i = longest; i < scales.size(); i++) {
        boolean full = history.spans[i] >= suspectWindow * 0.9;
        if (history.grows[i] && (full || history.steady[longest])) {
          history.suspect = history.threads >= suspectMin;
          return growth(history, i);
        }
      }
      return growth(history, longest);
    }

    private Growth growth(SiteHistory history, int i) {
      boolean whole = history.spans[i] >= suspectWindow * 0.9;
      return new Growth(
          history.slopes[i] * TENTHS_PER_HOUR,
          (whole ? suspectWindow : history.spans[i]) / 10.0,
          history.suspect,
          history.ofPools);
    }
  }

  /** Begins a look at time {@code now}. */
  public Look look(int now) {
    return new Look(now);
  }

  /**
   * The most threads of a site in each step of the history, with the times at which the steps
   * began; null where nothing is kept of it.
   */
  public synchronized int @Nullable [][] peaksOf(S site) {
    SiteHistory history = histories.get(site);
    return history == null ? null : peakTimes.ordered(history.peaks);
  }
}
