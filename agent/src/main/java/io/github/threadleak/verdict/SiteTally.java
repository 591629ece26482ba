package io.github.threadleak.verdict;

/** What one census counts at a site. For one thread. */
public final class SiteTally {
  /** Live threads. */
  int threads;

  /** What is watched for growth: threads, or pools where each has no more than so many threads. */
  int live;

  boolean ofPools;
  final int[] old;
  final int[] kept;

  SiteTally(int scales) {
    old = new int[scales];
    kept = new int[scales];
  }

  /** Adds live threads. */
  public void addThreads(int count) {
    threads += count;
  }

  /** Live threads at the site. */
  public int threads() {
    return threads;
  }
}
