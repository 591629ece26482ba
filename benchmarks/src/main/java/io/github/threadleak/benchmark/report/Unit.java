package io.github.threadleak.benchmark.report;

import java.util.Locale;

/** How a figure is printed. */
public enum Unit {
  /** Nanoseconds, printed as ns, µs, ms or s. */
  NANOS,
  /** Bytes, printed as bytes, KB or MB. */
  BYTES,
  /** Events a second. */
  PER_SECOND,
  /** A plain count. */
  COUNT,
  /** One figure divided by another. */
  RATIO,
  /** A small part of one, as a decimal fraction. */
  SHARE,
  /** Hundredths, given as a share from 0 to 1. */
  PERCENT;

  /** A dash where the value is not a number. */
  public String format(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    return switch (this) {
      case NANOS -> time(value);
      case BYTES -> bytes(value);
      case PER_SECOND -> String.format(Locale.ROOT, "%,.0f/s", value);
      case COUNT -> String.format(Locale.ROOT, "%,.0f", value);
      case RATIO -> String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%,.1f", value);
      case SHARE -> String.format(Locale.ROOT, "%.3f", value);
      case PERCENT -> String.format(Locale.ROOT, "%.2f %%", value * 100);
    };
  }

  private static String time(double nanos) {
    double size = Math.abs(nanos);
    if (size < 10_000) {
      return String.format(Locale.ROOT, "%,.0f ns", nanos);
    }
    if (size < 1e6) {
      return String.format(Locale.ROOT, size < 1e5 ? "%.1f µs" : "%.0f µs", nanos / 1e3);
    }
    if (size < 1e9) {
      return String.format(Locale.ROOT, size < 1e8 ? "%.1f ms" : "%.0f ms", nanos / 1e6);
    }
    return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
  }

  private static String bytes(double bytes) {
    double size = Math.abs(bytes);
    if (size < 10_000) {
      return String.format(Locale.ROOT, "%,.0f bytes", bytes);
    }
    return size < 1e6
        ? String.format(Locale.ROOT, "%,.1f KB", bytes / 1e3)
        : String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }
}
