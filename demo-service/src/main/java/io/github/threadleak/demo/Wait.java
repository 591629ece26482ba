package io.github.threadleak.demo;

import java.util.Optional;

/**
 * How the threads that a line leaks wait for ever: what the agent must find out about them.
 *
 * @param reason in the agent's words
 * @param blocker the class of what they wait on; absent where they wait on nothing, as in a sleep
 * @param sharing how they share it
 * @param pool the class of the pool whose workers they are; absent for threads of no pool
 */
public record Wait(
    String reason, Optional<Class<?>> blocker, Sharing sharing, Optional<Class<?>> pool) {

  /** How many objects the threads of one line wait on. */
  public enum Sharing {
    /** All threads wait on one and the same. */
    ONE_FOR_ALL,
    /** Each request left one behind, and one or more threads that wait on it. */
    ONE_A_REQUEST,
    /** No two threads wait on the same. */
    ONE_A_THREAD,
    /** They wait on no object. */
    NONE
  }

  static Wait on(Class<?> blocker, Sharing sharing, String reason) {
    return new Wait(reason, Optional.of(blocker), sharing, Optional.empty());
  }

  static Wait onNothing(String reason) {
    return new Wait(reason, Optional.empty(), Sharing.NONE, Optional.empty());
  }

  /** Idle workers of a pool that take from its queue. */
  static Wait inPool(Class<?> pool, Class<?> queue, Sharing sharing, String reason) {
    return new Wait(reason, Optional.of(queue), sharing, Optional.of(pool));
  }
}
