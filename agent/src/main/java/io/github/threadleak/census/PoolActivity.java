package io.github.threadleak.census;

import io.github.threadleak.jvm.PoolState;

/** The one state that a pool is counted in. */
enum PoolActivity {
  BUSY,
  IDLE,
  SHUTDOWN,
  TERMINATED,
  /** Its state, or whether it runs a task, could not be read. */
  UNKNOWN;

  static PoolActivity of(PoolState state) {
    return switch (state.run()) {
      case SHUTDOWN -> SHUTDOWN;
      case TERMINATED -> TERMINATED;
      case UNKNOWN -> UNKNOWN;
      case RUNNING -> state.active() < 0 ? UNKNOWN : state.active() > 0 ? BUSY : IDLE;
    };
  }
}
