package io.github.threadleak.census;

import io.github.threadleak.snapshot.TotalsPoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many threads there were, census by census. Of bounded size: when it is full, every other
 * point goes, and from then on half as many censuses leave one. Safe for use by many threads.
 */
public final class History {
  static final int MOST_POINTS = 360;

  // Guarded by this.
  private final List<TotalsPoint> kept = new ArrayList<>();
  private @Nullable TotalsPoint latest;
  private long taken;
  private long stride = 1;

  synchronized void add(TotalsPoint point) {
    latest = point;
    if (taken++ % stride != 0) {
      return;
    }
    if (kept.size() == MOST_POINTS) {
      for (int i = 1; i <= MOST_POINTS / 2; i++) {
        kept.remove(i);
      }
      stride *= 2;
    }
    kept.add(point);
  }

  /** Oldest first; the last is that of the last census. */
  public synchronized List<TotalsPoint> points() {
    List<TotalsPoint> points = new ArrayList<>(kept);
    TotalsPoint last = latest;
    if (last != null && !last.time().equals(points.get(points.size() - 1).time())) {
      points.add(last);
    }
    return points;
  }
}
