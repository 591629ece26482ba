package io.github.threadleak.census;

import io.github.threadleak.registry.Clock;
import io.github.threadleak.snapshot.Spread;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Points in time, in tenths of a second, of some threads. For one thread. */
final class Tenths {
  private int[] times = new int[4];
  private int size;

  void add(int time) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
    }
    times[size++] = time;
  }

  void addAll(Tenths others) {
    times = Arrays.copyOf(times, Math.max(times.length, size + others.size));
    System.arraycopy(others.times, 0, times, size, others.size);
    size += others.size;
  }

  /** How long before {@code now} they were; null for none. */
  @Nullable Spread before(int now) {
    if (size == 0) {
      return null;
    }
    Arrays.sort(times, 0, size);
    return new Spread(
        Clock.secondsBetween(times[size - 1], now),
        Clock.secondsBetween(times[size / 2], now),
        Clock.secondsBetween(times[0], now));
  }
}
