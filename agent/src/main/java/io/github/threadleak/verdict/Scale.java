package io.github.threadleak.verdict;

/**
 * One of the windows that growth is looked for in: when its samples were taken, and from which age
 * on a thread is old in it. Shared by all sites. For one thread; times are in tenths of a second.
 */
final class Scale {
  /** A thread is old when it has lived for this part of the window. */
  private static final int GRACE = 8;

  private final int step;
  private final int grace;
  private final int slack;
  private final int[] times = new int[GrowthTest.SAMPLES];
  private int size;
  private int next;

  Scale(int window, int interval) {
    step = Math.max(interval, window / (GrowthTest.SAMPLES - 1));
    slack = interval / 2;
    grace = Math.max(1, window / GRACE);
  }

  /** Whether it is time for a sample; a census that comes a little early will do. */
  boolean isDue(int now) {
    return size == 0 || now - last() >= step - slack;
  }

  int grace() {
    return grace;
  }

  /** A thread started up to then is old now. */
  int oldUntil(int now) {
    return now - grace;
  }

  /** A thread started up to then was old at the last sample. */
  int wasOldUntil() {
    return size == 0 ? Integer.MIN_VALUE : last() - grace;
  }

  private int last() {
    return times[(next + GrowthTest.SAMPLES - 1) % GrowthTest.SAMPLES];
  }

  /** The place of the last sample, the same for every site. */
  int lastPlace() {
    return (next + GrowthTest.SAMPLES - 1) % GrowthTest.SAMPLES;
  }

  /** Takes the time of a sample; gives its place. */
  int take(int now) {
    int place = next;
    times[place] = now;
    next = (next + 1) % GrowthTest.SAMPLES;
    size = Math.min(GrowthTest.SAMPLES, size + 1);
    return place;
  }

  int size() {
    return size;
  }

  /** The samples of one site in order. */
  GrowthTest.Series series(int[] live, int[] old, int[] died) {
    int[] itsTimes = new int[size];
    int[] itsLive = new int[size];
    int[] itsOld = new int[size];
    int[] itsDied = new int[size];
    for (int i = 0; i < size; i++) {
      int place = (next - size + i + GrowthTest.SAMPLES) % GrowthTest.SAMPLES;
      itsTimes[i] = times[place];
      itsLive[i] = live[place];
      itsOld[i] = old[place];
      itsDied[i] = died[place];
    }
    return new GrowthTest.Series(itsTimes, itsLive, itsOld, itsDied);
  }
}
