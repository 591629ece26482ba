package io.github.threadleak.verdict;

import java.util.Arrays;

/**
 * Tells threads that pile up from threads that come and go, by the history of one site. Pure; times
 * are in tenths of a second.
 *
 * <p>What counts are the old threads, those older than an eighth of the window: load that turns
 * over has few of them, a leak has nearly all. They must have become more beyond chance, in every
 * part of the window; they must have died so seldom that they do not live for about a window and
 * go; and they must be more than the site ever had before, else it is a cycle that comes back. A
 * window that is not the whole one carries enough evidence only if the threads that came in it are
 * enough, and if growth still goes on and has not slowed down, as that of a warm-up does.
 */
final class GrowthTest {
  /** A window has room for this many samples. */
  static final int SAMPLES = 33;

  /** From here on Mann-Kendall's statistic is near to normal. */
  static final int FEWEST_SAMPLES = 8;

  /** A chance of one in a thousand. */
  private static final double SURE = 3.09;

  private static final double UNLIKELY = 0.001;

  /** How many whole windows the threads must be shown to live for, on average. */
  private static final double LIVES = 1;

  /** The same by the threads that came in a short window. */
  private static final double LIVES_IN_SHORT = 2;

  private static final int PARTS = 5;

  /** Growth in the later half against the earlier: a warm-up slows down. */
  private static final double STEADY = 0.95;

  /** The same where the site is a suspect already: no flicker. */
  private static final double STEADY_STILL = 0.7;

  /** Young threads against those that the growth would give. */
  private static final double GOING_ON = 0.5;

  /** The same over the whole window, in which the load has its ups and downs. */
  private static final double STEADY_FULL = 0.25;

  private GrowthTest() {}

  /** The samples of one window, oldest first. */
  static final class Series {
    /** When they were taken. */
    final int[] times;

    /** How many threads there were. */
    final int[] live;

    /** How many of them were old. */
    final int[] old;

    /** How many that were old at the sample before had ended by then. */
    final int[] died;

    Series(int[] times, int[] live, int[] old, int[] died) {
      this.times = times;
      this.live = live;
      this.old = old;
      this.died = died;
    }

    int size() {
      return times.length;
    }

    int span() {
      return size() == 0 ? 0 : times[size() - 1] - times[0];
    }

    /** From the last sample before the first old thread on: what was before is no growth. */
    Series sinceFirst() {
      int from = 0;
      while (from + 1 < size() && old[from + 1] == 0) {
        from++;
      }
      return from == 0
          ? this
          : new Series(
              Arrays.copyOfRange(times, from, size()),
              Arrays.copyOfRange(live, from, size()),
              Arrays.copyOfRange(old, from, size()),
              Arrays.copyOfRange(died, from, size()));
    }
  }

  /**
   * What is known besides the window itself.
   *
   * @param suspectWindow how long the whole window is
   * @param shortest a shorter span than this says nothing
   * @param live how many threads the site has now
   * @param grace from which age on they are old
   * @param toBeat how many it must have more than, to be more than a cycle that comes back
   * @param suspect whether it was one at the last look
   */
  record Context(
      int suspectWindow, int shortest, int live, int grace, double toBeat, boolean suspect) {
    boolean isFull(Series series) {
      return series.span() >= suspectWindow * 0.9;
    }
  }

  static boolean isSuspicious(Series whole, Context context) {
    Series series = whole.sinceFirst();
    if (series.size() < FEWEST_SAMPLES || series.span() < context.shortest) {
      return false;
    }
    double steady = context.isFull(series) ? STEADY_FULL : context.suspect ? STEADY_STILL : STEADY;
    return Trend.mannKendall(series.old) > SURE
        && growsThroughout(series.times, series.old)
        && isSteady(series.times, series.old, steady)
        && (context.isFull(series) || goesOn(series, context))
        && oldOnesStay(series, context)
        && context.live > context.toBeat;
  }

  /** False for one step, and for growth that has stopped. */
  private static boolean growsThroughout(int[] times, int[] values) {
    double before = mean(times, values, 0);
    for (int part = 1; part < PARTS; part++) {
      double next = mean(times, values, part);
      if (next <= before) {
        return false;
      }
      before = next;
    }
    return true;
  }

  /** The mean in one part of the time; what lies in the middle of it where no sample does. */
  private static double mean(int[] times, int[] values, int part) {
    int last = times.length - 1;
    double length = (times[last] - times[0]) / (double) PARTS;
    double from = times[0] + part * length;
    double sum = 0;
    int samples = 0;
    for (int i = 0; i <= last; i++) {
      if (times[i] >= from && (times[i] < from + length || part == PARTS - 1)) {
        sum += values[i];
        samples++;
      }
    }
    return samples == 0 ? at(from + length / 2, times, values) : sum / samples;
  }

  /** The value at a time, on the line between the samples before and after it. */
  private static double at(double time, int[] times, int[] values) {
    int i = 1;
    while (i < times.length - 1 && times[i] < time) {
      i++;
    }
    double part = (time - times[i - 1]) / Math.max(1, times[i] - times[i - 1]);
    return values[i - 1] + part * (values[i] - values[i - 1]);
  }

  /** Whether all that is known of a site does not show growth that slows down. */
  static boolean isSteady(Series longest, boolean suspect) {
    int from = 0;
    while (from + 2 < longest.size() && longest.live[from + 1] == 0) {
      from++;
    }
    return isSteady(
        Arrays.copyOfRange(longest.times, from, longest.size()),
        Arrays.copyOfRange(longest.live, from, longest.size()),
        suspect ? STEADY_STILL : STEADY);
  }

  /**
   * Whether a series has grown about as much in the later half of its time as in the earlier, give
   * or take what chance would do to the difference of two counts.
   */
  private static boolean isSteady(int[] times, int[] values, double steady) {
    int last = values.length - 1;
    double middle = at((times[0] + times[last]) / 2.0, times, values);
    double earlier = middle - values[0];
    double later = values[last] - middle;
    double chance = Math.sqrt(Math.max(0, earlier + later));
    return later > 0 && later >= steady * earlier - chance;
  }

  /** Whether the site has about as many young threads as its growth until then would give it. */
  private static boolean goesOn(Series series, Context context) {
    double expected = Trend.theilSen(series.times, series.old) * context.grace;
    int young = context.live - series.old[series.size() - 1];
    return young > 0 && young > expected * (context.suspect ? STEADY_FULL : GOING_ON) - 1;
  }

  /**
   * True where so few of the old threads died that a short mean life is out of the question: deaths
   * come by Poisson's law, at a rate of one a life for each thread.
   */
  private static boolean oldOnesStay(Series series, Context context) {
    boolean full = context.isFull(series);
    double lived = 0; // threads times tenths
    long deaths = 0;
    for (int i = 1; i < series.size(); i++) {
      int count = full ? series.old[i - 1] : Math.max(0, series.old[i - 1] - series.old[0]);
      lived += (double) count * (series.times[i] - series.times[i - 1]);
      deaths += series.died[i];
    }
    double life = (full ? LIVES : LIVES_IN_SHORT) * context.suspectWindow;
    return Trend.poissonAtMost(deaths, lived / life) < UNLIKELY;
  }
}
