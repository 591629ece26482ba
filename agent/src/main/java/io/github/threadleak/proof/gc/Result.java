package io.github.threadleak.proof.gc;

import java.util.List;

/**
 * What one proof found. Immutable.
 *
 * @param collector the garbage collector's name
 * @param collections how many collections it took
 * @param collectionMillis how long those took together
 * @param looked threads that were put on probation
 * @param newlyProven those of them that were proven
 * @param isComplete false where time ran out before every suspect had been looked at
 * @param findings all that is proven now, most numerous site first
 */
public record Result(
    String collector,
    int collections,
    long collectionMillis,
    long looked,
    long newlyProven,
    boolean isComplete,
    List<Finding> findings) {}
