package io.github.threadleak.verdict;

/**
 * The times of the steps for which the most threads are kept: four suspect windows back, a whole
 * day for the six hours that a window is by default, so that each day is held against the one
 * before. Shared by all sites. For one thread; times are in tenths of a second.
 */
final class Peaks {
  private static final int WINDOWS = 4;
  private static final int STEPS = 129;

  /** A site that has fallen to less than this of its most has come down from it. */
  private static final double FALLEN = 0.9;

  /** What a cycle may rise above the one before without being news. */
  private static final double NEWS = 1.05;

  private final int step;
  private final int[] begins = new int[STEPS];
  private int size;
  private int place = -1;

  Peaks(int suspectWindow) {
    step = Math.max(1, suspectWindow * WINDOWS / (STEPS - 1));
  }

  /** One for each site. */
  int[] newValues() {
    return new int[STEPS];
  }

  /** True when a new step begins now; its place is then to be cleared. */
  boolean begin(int now) {
    if (size > 0 && now - begins[place] < step) {
      return false;
    }
    place = (place + 1) % STEPS;
    begins[place] = now;
    size = Math.min(STEPS, size + 1);
    return true;
  }

  int place() {
    return place;
  }

  /**
   * What a site must have more than now, to be news to those who know its history before {@code
   * time}: the most it had until then, and somewhat more where it had fallen from that, for then it
   * may be a cycle that comes back.
   */
  double toBeat(int time, int[] values) {
    int most = 0;
    int leastSince = Integer.MAX_VALUE;
    for (int i = size - 1; i > 0; i--) {
      int at = (place - i + STEPS) % STEPS;
      int end = begins[(at + 1) % STEPS];
      if (end <= time && values[at] >= most) {
        most = values[at];
        leastSince = most;
      }
      leastSince = Math.min(leastSince, values[at]);
    }
    return leastSince < most * FALLEN ? most * NEWS + 2 : most;
  }

  /** The most of a site's values in all steps. */
  int most(int[] values) {
    int most = 0;
    for (int value : values) {
      most = Math.max(most, value);
    }
    return most;
  }

  /** A site's values with the times at which their steps began, oldest first. */
  int[][] ordered(int[] values) {
    int[][] ordered = new int[2][size];
    for (int i = 0; i < size; i++) {
      int at = (place - size + 1 + i + STEPS) % STEPS;
      ordered[0][i] = begins[at];
      ordered[1][i] = values[at];
    }
    return ordered;
  }
}
