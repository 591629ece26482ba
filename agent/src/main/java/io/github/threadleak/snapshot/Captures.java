package io.github.threadleak.snapshot;

/**
 * How the spawn stacks of virtual threads have been found so far.
 *
 * @param mode {@code exact}, {@code adaptive} or {@code off}; of {@code auto}, what it has been in
 *     the last minute
 * @param captured spawns whose stack was captured
 * @param inferred spawns whose stack was inferred from the class of the task
 * @param inferredClasses classes of tasks whose spawns are inferred now
 * @param ambiguousClasses classes of tasks that are always captured, since several places spawn
 *     them
 */
public record Captures(
    String mode, long captured, long inferred, int inferredClasses, int ambiguousClasses) {

  /** The share of spawns that were captured, of 1; 1 where there were none. */
  public double share() {
    long all = captured + inferred;
    return all == 0 ? 1 : captured / (double) all;
  }
}
