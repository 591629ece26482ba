package io.github.threadleak.verdict;

/** What is kept of one site, and what the last look made of it. For one thread. */
final class SiteHistory {
  final int[][] alive;
  final int[][] old;
  final int[][] died;
  final int[] peaks;

  /** By scale: what the test said when its last sample was taken. */
  final boolean[] grows;

  final double[] slopes;
  final int[] spans;
  final boolean[] steady;

  boolean suspect;
  int threads;
  int live;
  boolean ofPools;

  SiteHistory(int scales, int[] peaks) {
    alive = new int[scales][GrowthTest.SAMPLES];
    old = new int[scales][GrowthTest.SAMPLES];
    died = new int[scales][GrowthTest.SAMPLES];
    grows = new boolean[scales];
    slopes = new double[scales];
    spans = new int[scales];
    steady = new boolean[scales];
    this.peaks = peaks;
  }
}
